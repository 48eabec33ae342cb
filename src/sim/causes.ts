/** SIP replies and hang-up causes as Asterisk pairs them (ASTERISK.md 14). */

const CAUSE_OF_SIP: Readonly<Record<number, number>> = {
  401: 21,
  403: 21,
  404: 1,
  407: 21,
  408: 18,
  410: 22,
  420: 127,
  480: 19,
  484: 28,
  486: 17,
  487: 127,
  488: 58,
  500: 38,
  501: 127,
  502: 127,
  503: 34,
  504: 41,
  600: 17,
  603: 21,
  604: 1,
  606: 58,
  607: 127,
  608: 127,
};

/** The Q.850 cause that Asterisk reports for a final SIP reply; unlisted ones are 127 (interworking). */
export function causeOfSip(sip: number): number {
  return CAUSE_OF_SIP[sip] ?? 127;
}

const TEXT: Readonly<Record<number, string>> = {
  0: 'Unknown',
  1: 'Unallocated (unassigned) number',
  16: 'Normal Clearing',
  17: 'User busy',
  18: 'No user responding',
  19: 'User alerting, no answer',
  21: 'Call Rejected',
  22: 'Number changed',
  26: 'Answered elsewhere',
  27: 'Destination out of order',
  28: 'Invalid number format',
  31: 'Normal, unspecified',
  34: 'Circuit/channel congestion',
  38: 'Network out of order',
  41: 'Temporary failure',
  42: 'Switching equipment congestion',
  44: 'Requested channel not available',
  58: 'Bearer capability not available',
  127: 'Interworking, unspecified',
};

export function causeText(cause: number): string {
  return TEXT[cause] ?? 'Unknown';
}

/** `dialstatus` of the last Dial event: of no use to anybody, but it is sent. */
export function dialStatus(cause: number): string {
  if (cause === 17) return 'BUSY';
  if (cause === 34 || cause === 38 || cause === 41 || cause === 42) return 'CONGESTION';
  return 'NOANSWER';
}

/** `reason` of DELETE /channels/{id}. */
export const CAUSE_OF_REASON: Readonly<Record<string, number>> = {
  normal: 16,
  busy: 17,
  congestion: 34,
  no_answer: 19,
  timeout: 102,
  rejected: 21,
  unallocated: 1,
  normal_unspecified: 31,
  number_incomplete: 28,
  codec_mismatch: 58,
  interworking: 127,
  failure: 38,
  answered_elsewhere: 26,
};

/** The SIP code that our own hang-up with a cause puts into `tech_cause`; undefined where none is sent. */
export function sipOfOwnCause(cause: number): number | undefined {
  const table: Readonly<Record<number, number>> = { 1: 404, 17: 486, 19: 480, 21: 403, 34: 503, 38: 500, 58: 488 };
  return table[cause];
}
