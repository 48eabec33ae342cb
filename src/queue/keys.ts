/** Names of the keys in Redis. None of them expires by itself: what has an end carries its time (SETUP.md "Virtual time"). */
export interface QueueKeys {
  /** Hash: `e` epoch of a queue that may be claimed from, `b` epoch being built, `n` writes, `w` frequency windows. */
  meta(campaignId: string): string;
  /** Sorted set: contact → score. */
  ready(campaignId: string): string;
  /** Sorted set: contact → when it may be looked at again (ms). */
  waiting(campaignId: string): string;
  /** Hash over all campaigns: contact → entry. Being a field here is what "in a queue" means. */
  entries: string;
  /** Sorted set: blind index in flight → until when the mark stands at the longest (ms). */
  flight: string;
  /** Hash: blind index in flight → the entry that was claimed, or `-` for a mark restored from Postgres. */
  claimed: string;
  /** Prefix of a sorted set for each number: attempt → when it was charged (ms). */
  chargedPrefix: string;
  /** Sorted set: blind index → its last charge (ms); tells what may be swept. */
  lastCharged: string;
}

export function queueKeys(prefix: string): QueueKeys {
  return {
    meta: (campaignId) => `${prefix}queue:${campaignId}`,
    ready: (campaignId) => `${prefix}queue:${campaignId}:ready`,
    waiting: (campaignId) => `${prefix}queue:${campaignId}:waiting`,
    entries: `${prefix}queue-entries`,
    flight: `${prefix}flight`,
    claimed: `${prefix}flight-claims`,
    chargedPrefix: `${prefix}charged:`,
    lastCharged: `${prefix}charged-last`,
  };
}
