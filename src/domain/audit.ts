/**
 * The audit chain: each row's hash covers its content and the hash before it, so a row that was changed, removed or put
 * in between shows. `audit.head` keeps the newest row, so that a cut tail shows too.
 */
import { createHash } from 'node:crypto';

export interface AuditEntry {
  at: number;
  actorId: string | undefined;
  /** Resource and verb: `user.create`, `campaign.start`. */
  action: string;
  subjectKind: string;
  subjectId: string | undefined;
  departmentId: string | undefined;
  reason: string | undefined;
  /** Plain JSON without personal data: never a clear number, a password or a token. */
  details: Record<string, unknown>;
}

export interface AuditRow extends AuditEntry {
  seq: number;
  /** Lower-case hex. */
  prevHash: string;
  hash: string;
}

/** What the first row stands on. */
export const GENESIS = '0'.repeat(64);

/** Hex SHA-256 over the canonical JSON of the row without its own hash. */
export function auditHash(row: Omit<AuditRow, 'hash'>): string {
  const content = {
    seq: row.seq,
    at: row.at,
    actorId: row.actorId ?? null,
    action: row.action,
    subjectKind: row.subjectKind,
    subjectId: row.subjectId ?? null,
    departmentId: row.departmentId ?? null,
    reason: row.reason ?? null,
    details: row.details,
    prevHash: row.prevHash,
  };
  return createHash('sha256').update(canonicalJson(content)).digest('hex');
}

/** JSON with the keys of every object sorted, so that the same content gives the same text whoever stored it. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const object = value as Record<string, unknown>;
  const keys = Object.keys(object).filter((key) => object[key] !== undefined);
  return `{${keys
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key])}`)
    .join(',')}}`;
}

export interface AuditFault {
  seq: number;
  why: string;
}

/** Follows the chain row by row (oldest first); one instance a check. */
export class ChainCheck {
  #seq = 0;
  #hash = GENESIS;

  /** The fault that this row shows, if any; checking goes on from the row as it stands. */
  next(row: AuditRow): AuditFault | undefined {
    const expectedSeq = this.#seq + 1;
    const expectedPrev = this.#hash;
    this.#seq = row.seq;
    this.#hash = row.hash;
    if (row.seq !== expectedSeq) return { seq: expectedSeq, why: 'row is missing' };
    if (row.prevHash !== expectedPrev) return { seq: row.seq, why: 'does not stand on the row before it' };
    if (auditHash(row) !== row.hash) return { seq: row.seq, why: 'content does not fit its hash' };
    return undefined;
  }

  /** After the last row: the fault of a cut tail, if any. */
  end(head: { seq: number; hash: string }): AuditFault | undefined {
    if (head.seq === this.#seq && head.hash === this.#hash) return undefined;
    return { seq: this.#seq + 1, why: `the newest row known is ${head.seq}: the tail was cut or replaced` };
  }
}
