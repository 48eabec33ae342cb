/** One thing wrong with one field. `came` is safe to show: never a secret, never a clear number. */
export interface FieldFault {
  field: string;
  came: string;
  wanted: string;
}

export type RefusalKind =
  /** There is no such row, or none that this person may see: he cannot tell which. */
  | 'not-found'
  /** Somebody or something stands in the way: a name taken, a state that does not allow it. */
  | 'conflict'
  | 'invalid'
  | 'forbidden'
  /** What would have to decide is away; nothing is known to have changed. */
  | 'away';

/** A command of the office that is not carried out; nothing was written. The message may be shown to the asker. */
export class Refused extends Error {
  readonly kind: RefusalKind;
  readonly faults: readonly FieldFault[];
  constructor(kind: RefusalKind, message: string, faults: readonly FieldFault[] = []) {
    super(message);
    this.name = 'Refused';
    this.kind = kind;
    this.faults = faults;
  }
}

/** `Refused('invalid')` for a single field. */
export function wrong(field: string, came: string, wanted: string): Refused {
  return new Refused('invalid', `${field}: came ${came}, wanted ${wanted}`, [{ field, came, wanted }]);
}
