import { describe, expect, it } from 'vitest';
import { CONTACT_STATES, type ContactEvent, stepContact } from '../../../src/domain/contact.ts';

const EVENTS: ContactEvent[] = [
  { type: 'queued' },
  { type: 'unqueued' },
  { type: 'committed' },
  { type: 'dialed-by-hand' },
  { type: 'refused', retryAt: 5_000 },
  { type: 'refused', retryAt: undefined },
  { type: 'settled', retryAt: 6_000 },
  { type: 'settled', retryAt: undefined },
  { type: 'forbidden' },
  { type: 'reopened', at: 7_000 },
];

describe('contact machine', () => {
  it('knows the next state of every state × event, and which do not fit', () => {
    const rows = CONTACT_STATES.map((state) => [
      state,
      ...EVENTS.map((event) => stepContact({ state, dueAt: 1_000, attempts: 2 }, event)?.state ?? '-'),
    ]);
    expect(rows).toEqual([
      ['open', 'queued', '-', '-', 'dialing', '-', '-', '-', '-', 'closed', '-'],
      ['queued', '-', 'open', 'dialing', 'dialing', 'open', 'closed', '-', '-', 'closed', '-'],
      ['dialing', '-', '-', '-', '-', '-', '-', 'open', 'closed', '-', '-'],
      ['closed', '-', '-', '-', 'dialing', '-', '-', '-', '-', '-', 'open'],
    ]);
  });

  it('counts an attempt when it is committed, and keeps the time of the next one', () => {
    const queued = { state: 'queued', dueAt: 1_000, attempts: 2 } as const;
    expect(stepContact(queued, { type: 'committed' })).toEqual({ state: 'dialing', dueAt: 1_000, attempts: 3 });
    expect(stepContact(queued, { type: 'refused', retryAt: 5_000 })).toEqual({
      state: 'open',
      dueAt: 5_000,
      attempts: 2,
    });
  });
});
