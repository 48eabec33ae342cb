import type { Claim, ContactSourceKind } from '../dialer/ports.ts';
import type { QueueEntry } from '../lists/ports.ts';
import { assert } from '../shared/assert.ts';

/**
 * How an entry of the ready queue stands in Redis: `contact|campaign|blind index|source|priority|score`. The scripts
 * read the blind index and the score out of it. No field can hold a bar.
 */
const SOURCES: readonly string[] = ['new', 'retry', 'call-back', 'other-number', 'api'] satisfies ContactSourceKind[];
const ORDERS = 2 ** 43;

/**
 * Lowest first: priority 99 before −99, then the campaign's order (0 … 2^43, enough for milliseconds until the year
 * 2248). Always below 2^53, so that Redis keeps it exactly.
 */
export function scoreOf(priority: number, order: number): number {
  assert(Number.isInteger(priority) && priority >= -99 && priority <= 99, 'a priority is −99…99', { priority });
  assert(Number.isInteger(order) && order >= 0 && order < ORDERS, 'an order is a whole number below 2^43', { order });
  return (99 - priority) * ORDERS + order;
}

export function encodeEntry(entry: QueueEntry): string {
  const { contactId, campaignId, blindIndex, source, priority, order } = entry;
  return [contactId, campaignId, blindIndex, source, priority, scoreOf(priority, order)].join('|');
}

export function decodeClaim(text: string): Claim {
  const [contactId, campaignId, blindIndex, source, priority] = text.split('|');
  assert(contactId && campaignId && blindIndex && source && priority, 'an entry of the ready queue is not whole');
  assert(isSource(source), 'an entry of the ready queue has an unknown source', { source });
  return { contactId, campaignId, blindIndex, source, priority: Number(priority) };
}

function isSource(text: string): text is ContactSourceKind {
  return SOURCES.includes(text);
}
