/**
 * The contact (名单客户): a customer's place in one campaign's list.
 *
 *   open ──queued──► queued ──claimed+committed──► dialing ──settled──► open (due later) | closed
 *    ▲                 │ rebuilt, trimmed, refused for now
 *    └─────────────────┘        any but dialing ──dialed by hand──► dialing        any ──forbidden──► closed
 */
import { unreachable } from '../shared/assert.ts';

export const CONTACT_STATES = ['open', 'queued', 'dialing', 'closed'] as const;
export type ContactState = (typeof CONTACT_STATES)[number];

export interface Contact {
  readonly state: ContactState;
  readonly dueAt: number;
  readonly attempts: number;
}

export type ContactEvent =
  | { type: 'queued' }
  | { type: 'unqueued' }
  | { type: 'committed' }
  /** An agent dials it by hand, whatever it waits for. */
  | { type: 'dialed-by-hand' }
  /** `retryAt` undefined: never again. */
  | { type: 'refused'; retryAt: number | undefined }
  | { type: 'settled'; retryAt: number | undefined }
  | { type: 'forbidden' }
  | { type: 'reopened'; at: number };

/** The next state, or undefined when the event does not fit (a bug of ours or a lost race: the caller must look again). */
export function stepContact(contact: Contact, event: ContactEvent): Contact | undefined {
  switch (event.type) {
    case 'queued':
      return contact.state === 'open' ? { ...contact, state: 'queued' } : undefined;
    case 'unqueued':
      return contact.state === 'queued' ? { ...contact, state: 'open' } : undefined;
    case 'committed':
      return contact.state === 'queued' ? { ...contact, state: 'dialing', attempts: contact.attempts + 1 } : undefined;
    case 'dialed-by-hand':
      return contact.state === 'dialing' ? undefined : { ...contact, state: 'dialing', attempts: contact.attempts + 1 };
    case 'refused':
      return contact.state === 'queued' ? later(contact, event.retryAt) : undefined;
    case 'settled':
      return contact.state === 'dialing' ? later(contact, event.retryAt) : undefined;
    case 'forbidden':
      return contact.state === 'closed' || contact.state === 'dialing' ? undefined : { ...contact, state: 'closed' };
    case 'reopened':
      return contact.state === 'closed' ? { ...contact, state: 'open', dueAt: event.at } : undefined;
    default:
      return unreachable(event);
  }
}

function later(contact: Contact, retryAt: number | undefined): Contact {
  return retryAt === undefined ? { ...contact, state: 'closed' } : { ...contact, state: 'open', dueAt: retryAt };
}
