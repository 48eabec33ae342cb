/**
 * What a called party does, as data, and the two ways to decide it: by the number (the same encoding as the real carrier,
 * scripts/asterisk/README.md) and by chance (a population).
 */

/** One callee's part. Times are milliseconds. */
export interface CalleePlan {
  /** As the carrier's log names it. */
  kind: string;
  /** First word after the INVITE: 180, or 183 with an announcement. Undefined: 100 Trying at most. */
  progress?: { afterMs: number; sip: 180 | 183 };
  /** From the INVITE to the answer. */
  answerMs?: number;
  /** A final refusal instead of an answer. */
  refuse?: { afterMs: number; sip: number };
  /** Hangs up so long after the answer, whatever he hears. */
  hangUpMs?: number;
  /** Hangs up so long after he first heard an agent. */
  talkMs?: number;
  /** Hangs up after hearing nothing for so long. */
  waitMs?: number;
  /** Presses a key so long after the answer, and again every so often where it says so. */
  dtmf?: { afterMs: number; digit: string; everyMs?: number };
  /** Whether sound comes from him once he has answered. */
  voice: 'person' | 'machine' | 'silent';
}

/** One call as the carrier gets it. `nth` counts the calls to this number, from 1. */
export interface CallAsked {
  number: string;
  callerId: string;
  trunk: string;
  nth: number;
}

export type CarrierModel = (call: CallAsked) => CalleePlan;

type Variant = { n1: number; n2: number; nn: number };

const rings = ({ n1 }: Variant) => ({ progress: { afterMs: 5, sip: 180 as const }, answerMs: 5 + n1 * 500 });
const refused = (kind: string, sip: number): CalleePlan => ({ kind, refuse: { afterMs: 5, sip }, voice: 'silent' });
const announced = { progress: { afterMs: 5, sip: 183 as const }, voice: 'machine' as const };

/** The real carrier's table: BB of a number …BBNN to the part that is played, N1 and N2 being the digits of NN. */
export const BY_NUMBER: Readonly<Record<string, (variant: Variant) => CalleePlan>> = {
  '00': (v) => ({ kind: '00', ...rings(v), hangUpMs: (v.n2 + 1) * 1_000, voice: 'person' }),
  '01': (v) => ({ kind: '01', ...rings(v), hangUpMs: (v.n2 + 1) * 10_000, voice: 'person' }),
  '02': (v) => ({ kind: '02', ...rings(v), hangUpMs: 800_000, voice: 'person' }),
  '03': (v) => ({ kind: '03', ...rings(v), hangUpMs: v.n2 * 100, voice: 'silent' }),
  '04': (v) => ({ kind: '04', ...rings(v), hangUpMs: (v.n2 + 2) * 1_000 + 10_800, voice: 'machine' }),
  '05': (v) => ({
    kind: '05',
    progress: { afterMs: 5, sip: 180 },
    answerMs: v.nn * 1_000 + 5,
    hangUpMs: 5_000,
    voice: 'person',
  }),
  '06': (v) => ({ kind: '06', ...rings(v), hangUpMs: 800_000, voice: 'silent' }),
  '07': (v) => ({
    ...{ kind: '07', ...rings(v), hangUpMs: 800_000, voice: 'person' },
    dtmf: { afterMs: 1_000, digit: String(v.n2), everyMs: 1_000 },
  }),
  '10': () => ({ kind: '10', progress: { afterMs: 5, sip: 180 }, voice: 'silent' }),
  '11': () => ({ kind: '11', voice: 'silent' }),
  '12': () => ({ kind: '12', ...announced }),
  '13': (v) => ({ kind: '13', ...announced, refuse: { afterMs: v.n2 * 1_000 + 5, sip: 404 } }),
  '14': (v) => ({
    kind: '14',
    progress: { afterMs: 5, sip: 180 },
    refuse: { afterMs: v.nn * 100 + 5, sip: 486 },
    voice: 'silent',
  }),
  '20': () => refused('20', 486),
  '21': () => refused('21', 404),
  '22': () => refused('22', 503),
  '23': () => refused('23', 603),
  '24': () => refused('24', 480),
  '34': (v) => refused('34', 400 + v.nn),
  '35': (v) => refused('35', 500 + v.nn),
  '36': (v) => refused('36', 600 + v.nn),
};

/** Decides by the last four digits BBNN of the number; what the table does not know is a wrong number (404). */
export function byNumber(): CarrierModel {
  return ({ number }) => {
    const [, kind = '', n1 = '', n2 = ''] = /(\d\d)(\d)(\d)$/.exec(number) ?? [];
    const part = BY_NUMBER[kind];
    if (!part) return refused(kind, 404);
    return part({ n1: Number(n1), n2: Number(n2), nn: Number(n1 + n2) });
  };
}
