import { Type } from 'typebox';
import { CALL_BACK_FOR } from '../../domain/results.ts';
import { ResultKey } from '../results/schema.ts';
import { closed, Id, oneOf, Reason, Time, text } from '../schemas.ts';

export const Disposition = closed({
  /** Of the table of the campaign's department (GET /call-results). */
  result: ResultKey,
  /** Needed for CALLBACK, wrong with any other. */
  callBackAt: Type.Optional(Time),
  /** Whose the call-back is; anyone's by default. */
  callBackFor: Type.Optional(oneOf(CALL_BACK_FOR)),
  note: Type.Optional(text(2_000)),
});

/** What is written so far; nothing of it need be right yet. */
export const DraftBody = closed({
  result: Type.Optional(ResultKey),
  callBackAt: Type.Optional(Time),
  callBackFor: Type.Optional(oneOf(CALL_BACK_FOR)),
  note: Type.Optional(text(2_000, 0)),
});

/** Exactly one of the three; `number` as people write it, by permission only. */
export const Dial = closed({
  contactId: Type.Optional(Id),
  customerId: Type.Optional(Id),
  number: Type.Optional(text(40)),
  override: Type.Optional(
    closed(
      { reason: Reason },
      { description: 'sets house rules of the gate aside for this call; by permission, audited' },
    ),
  ),
});

export const Placed = Type.Object({ attemptId: Id });

export const Skip = closed({ reason: Reason });

export const Hold = closed({ on: Type.Boolean() });

/** Only a colleague of the same agent group: nothing here dials a number, so nothing here goes round the gate. */
export const Transfer = closed({ agent: Id });

export const Conference = closed({
  agent: Id,
  private: Type.Optional(Type.Boolean({ description: 'consultation: the customer is put on hold first' })),
});

export const Digits = closed({
  digits: Type.String({ pattern: '^[0-9*#A-D]{1,32}$', description: '1 to 32 of 0-9 * # A-D' }),
});
