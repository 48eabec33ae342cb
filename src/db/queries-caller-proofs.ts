import { sql } from 'kysely';
import type { ProofType } from '../domain/caller-proof.ts';
import type { Actor } from '../domain/people.ts';
import { maskPhonesInText } from '../domain/phone-mask.ts';
import type { Clock } from '../shared/clock.ts';
import { appendAudit } from './audit.ts';
import { createFileVault, type FileVault } from './file-vault.ts';
import { type Db, transact } from './pool.ts';
import { orNotFound } from './queries-refusals.ts';
import { timestamp } from './values.ts';

/** The files that prove that a number of ours may be shown, sealed; one a number, the later goes before the earlier. */
export class PgCallerProofs {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #files: FileVault;

  constructor(db: Db, clock: Clock, secretKey: string) {
    this.#db = db;
    this.#clock = clock;
    this.#files = createFileVault(secretKey);
  }

  async put(actor: Actor, callerIdId: string, file: { name: string; type: ProofType; bytes: Buffer }): Promise<void> {
    const now = this.#clock.now();
    const name = maskPhonesInText(file.name);
    await transact(this.#db, async (tx) => {
      orNotFound(
        await tx.selectFrom('caller_id').select('id').where('id', '=', callerIdId).forUpdate().executeTakeFirst(),
        'caller id',
      );
      await sql`delete from caller_proof where caller_id_id = ${callerIdId}`.execute(tx);
      await tx
        .insertInto('caller_proof')
        .values({
          ...{ caller_id_id: callerIdId, name, type: file.type, bytes: file.bytes.length },
          ...{ body: this.#files.seal(file.bytes, placeOf(callerIdId), 0) },
          ...{ uploaded_by: actor.userId, uploaded_at: timestamp(now) },
        })
        .execute();
      const details = { name, type: file.type, bytes: file.bytes.length };
      const deed = { action: 'caller-id.proof', subjectKind: 'caller-id', subjectId: callerIdId, details };
      await appendAudit(tx, actor, deed, now);
    });
  }

  /** Noted in the audit before the first byte. */
  async fetch(actor: Actor, callerIdId: string): Promise<{ type: ProofType; bytes: Buffer }> {
    return await transact(this.#db, async (tx) => {
      const row = orNotFound(
        await tx.selectFrom('caller_proof').selectAll().where('caller_id_id', '=', callerIdId).executeTakeFirst(),
        'file',
      );
      const deed = { action: 'caller-id.proof-fetched', subjectKind: 'caller-id', subjectId: callerIdId };
      await appendAudit(tx, actor, deed, this.#clock.now());
      return { type: row.type as ProofType, bytes: this.#files.open(row.body, placeOf(callerIdId), 0) };
    });
  }
}

function placeOf(callerIdId: string): string {
  return `caller-proof:${callerIdId}`;
}
