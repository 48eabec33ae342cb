/**
 * Something on this machine stands in the way and a person can do something about it. The message is ONE line that says
 * what, where, and what would help; the launcher prints it and leaves with code 1.
 */
export class LauncherFault extends Error {
  constructor(message: string) {
    super(message.replace(/\s*\n\s*/g, ' '));
    this.name = 'LauncherFault';
  }
}

/** A right or a place that the system denied, as one line that names the path; anything else as it is. */
export function asFault(error: unknown): unknown {
  if (!(error instanceof Error) || !('path' in error)) return error;
  const code = errorCode(error);
  const why = { EACCES: 'it must belong', EPERM: 'it must belong', EROFS: 'it must be writable and belong' }[code];
  if (why !== undefined)
    return new LauncherFault(`cannot use ${String(error.path)} (${code}): ${why} to the user who starts Boda`);
  if (code === 'ENOSPC') return new LauncherFault(`cannot write ${String(error.path)}: the disk is full`);
  return error;
}

/** The last `count` lines of a text that hold something, joined into one; for quoting a program's own complaint. */
export function lastLines(text: string, count = 2): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-count).join(' / ').slice(0, 400);
}

/** The `code` of a system error (`ENOENT`, `EACCES`), or the message of anything else that was thrown. */
export function errorCode(error: unknown): string {
  if (error instanceof Error) return 'code' in error && typeof error.code === 'string' ? error.code : error.message;
  return String(error);
}
