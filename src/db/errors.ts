/**
 * What an error of pg says about the database. SQLSTATE classes: PostgreSQL manual, appendix A; the others are Node's
 * socket errors and the messages of pg, which has no codes of its own.
 */

const SOCKET = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** Shut down, crashed, starting; too many connections; read-only (a standby took the address); disk full; time-out. */
const STATE = new Set(['57P01', '57P02', '57P03', '57P05', '53100', '53200', '53300', '25006', '57014', '25P03']);
const MESSAGE =
  /connection terminated|timeout exceeded when trying to connect|query read timeout|not queryable|client was closed|server closed the connection|timeout expired/i;

/** The code of a Postgres or socket error, undefined for anything else. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Whether Postgres is away or cannot serve now: the same call may succeed later, and may have succeeded already. */
export function isAway(error: unknown): boolean {
  const code = codeOf(error);
  if (code !== undefined && (SOCKET.has(code) || STATE.has(code) || code.startsWith('08'))) return true;
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.every(isAway);
  return code === undefined && error instanceof Error && MESSAGE.test(error.message);
}

/** Serialization failure or deadlock: the whole transaction may be tried again at once. */
export function isCollision(error: unknown): boolean {
  const code = codeOf(error);
  return code === '40001' || code === '40P01';
}

/** The data itself was refused (bad value, broken constraint): trying again cannot help. */
export function isBadData(error: unknown): boolean {
  const code = codeOf(error);
  return code !== undefined && (code.startsWith('22') || code.startsWith('23'));
}

/** SQLSTATE and constraint: what may be logged. Messages and details of Postgres may carry values. */
export function describe(error: unknown): string {
  const code = codeOf(error);
  if (code === undefined) return error instanceof Error ? error.message : 'unknown error';
  const constraint =
    typeof error === 'object' && error !== null && 'constraint' in error && typeof error.constraint === 'string'
      ? ` ${error.constraint}`
      : '';
  return `${code}${constraint}`;
}

/** A row is still referred to by another (foreign key). */
export function isForeignKey(error: unknown): boolean {
  return codeOf(error) === '23503';
}

/** A row with this key is there already (unique index). */
export function isTaken(error: unknown): boolean {
  return codeOf(error) === '23505';
}
