import type { BindingSettings } from '../domain/binding.ts';
import type { Actor } from '../domain/people.ts';
import type { Clock } from '../shared/clock.ts';
import { appendAudit } from './audit.ts';
import { BINDING_SECRET, createFieldCipher, type FieldCipher } from './crypto.ts';
import { type Db, transact } from './pool.ts';
import { orNotFound } from './queries-refusals.ts';

/** The binding hooks of trunks. A change is in force with the next look at the plan. */
export class PgBindings {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #cipher: FieldCipher;

  constructor(db: Db, clock: Clock, secretKey: string) {
    this.#db = db;
    this.#clock = clock;
    this.#cipher = createFieldCipher(secretKey, BINDING_SECRET);
  }

  /** Null: the trunk dials as it is told by itself. The audit keeps the address, never the secret. */
  async put(actor: Actor, trunkId: string, binding: BindingSettings | null): Promise<void> {
    await transact(this.#db, async (tx) => {
      const row = await tx
        .updateTable('trunk')
        .set({
          binding_url: binding?.url ?? null,
          binding_secret: binding === null ? null : this.#cipher.seal(binding.secret),
          binding_timeout_ms: binding?.timeoutMs ?? null,
        })
        .where('id', '=', trunkId)
        .returning('id')
        .executeTakeFirst();
      orNotFound(row, 'trunk');
      const details = { binding: binding && { url: binding.url, timeoutMs: binding.timeoutMs } };
      const deed = { action: 'trunk.binding', subjectKind: 'trunk', subjectId: trunkId, details };
      await appendAudit(tx, actor, deed, this.#clock.now());
    });
  }
}
