/**
 * In which order a campaign's contacts are dialed (呼叫顺序), within one priority. Without an order of its own a campaign
 * dials whoever became due first. The database makes one key a contact of it (migrations/0012, contact_order_key).
 */
export const SORT_TYPES = ['text', 'number', 'date'] as const;
export type SortType = (typeof SORT_TYPES)[number];

/** `by`: name, externalId, createdAt, attempts, or `field:<column of the list>`. What has no value comes last. */
export interface SortKey {
  by: string;
  type: SortType;
  descending: boolean;
}

export type ContactSort =
  | { kind: 'due' }
  | { kind: 'newest' }
  /** The same seed gives the same order, also of contacts that come later. */
  | { kind: 'random'; seed: number }
  | { kind: 'sort'; keys: readonly SortKey[] };

export interface ContactOrder {
  sort: ContactSort;
  /** Lists by weight: of equal priority, 3 to 1 takes three of the one for each of the other. A list left out weighs 1. */
  mix: readonly { listId: string; weight: number }[];
}

export const DUE_ORDER: ContactOrder = { sort: { kind: 'due' }, mix: [] };
