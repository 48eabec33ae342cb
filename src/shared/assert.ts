/** An invariant of our own code was broken: a bug, never a user's mistake. */
export class AssertionFailed extends Error {
  readonly details: Record<string, unknown>;
  constructor(message: string, details: Record<string, unknown>) {
    super(message);
    this.name = 'AssertionFailed';
    this.details = details;
  }
}

/** Throws `AssertionFailed` unless `condition` holds. `details` must hold no personal data. */
export function assert(condition: unknown, message: string, details: Record<string, unknown> = {}): asserts condition {
  if (!condition) throw new AssertionFailed(message, details);
}

/** For the default branch of a switch over a closed union: the compiler proves that it is unreachable. */
export function unreachable(value: never): never {
  throw new AssertionFailed('unreachable branch', { value: String(value) });
}
