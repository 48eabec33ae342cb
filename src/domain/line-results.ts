/** What a line may be said to tell: ends of ours (cancelled, abandoned …) are not the line's to say. */
export const LINE_RESULTS = [
  'NOANSWER',
  'BUSY',
  'CONGESTED',
  'INVALID',
  'POWEROFF',
  'SUSPENDED',
  'UNREACHABLE',
  'BLOCKED',
  'REJECTED',
  'TRUNK_FAIL',
] as const;
