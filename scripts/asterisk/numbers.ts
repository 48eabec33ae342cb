/**
 * What the carrier's callees do, by the last four digits BBNN of the dialed number (N1 and N2 are the digits of NN).
 * The dialplan scripts/asterisk/conf/carrier/extensions.conf plays these parts.
 */
export const BEHAVIOUR = {
  /** Rings N1 × 0.5 s, answers, says 440 Hz, hangs up after N2 + 1 s. */
  person: '00',
  /** The same, hangs up after 10 × (N2 + 1) s. */
  longTalker: '01',
  /** The same, stays until hung up on. */
  stays: '02',
  /** Rings N1 × 0.5 s, answers, hangs up after N2 × 0.1 s. */
  hangsUpAtOnce: '03',
  /** Rings N1 × 0.5 s, answers, greets for N2 + 2 s (300 + 330 Hz), beeps, listens 10 s. */
  machine: '04',
  /** Rings NN s, answers, talks 5 s. */
  answersLate: '05',
  /** Rings N1 × 0.5 s, answers, says nothing, stays until hung up on. */
  silent: '06',
  /** Rings N1 × 0.5 s, answers, presses the key N2 every second until hung up on. */
  presses: '07',
  /** Rings for ever. */
  noAnswer: '10',
  /** 100 Trying, then nothing for ever. */
  neverReplies: '11',
  /** 183 with audio for ever, never answers. */
  announcement: '12',
  /** 183 with audio for N2 s, then 404. */
  announcementThenInvalid: '13',
  /** Rings NN × 0.1 s, then 486. */
  ringsThenBusy: '14',
  busy: '20',
  invalid: '21',
  congestion: '22',
  rejected: '23',
  powerOff: '24',
  /** Refused at once with SIP code 4NN. */
  code4xx: '34',
  code5xx: '35',
  code6xx: '36',
} as const;

export type Behaviour = keyof typeof BEHAVIOUR;

/**
 * A Chinese mobile number (11 digits) whose callee behaves so. `serial` (0…99,999) makes it one of many; `nn` is the
 * variation, two digits.
 */
export function numberFor(behaviour: Behaviour, serial: number, nn = '00'): string {
  if (!Number.isInteger(serial) || serial < 0 || serial > 99_999) {
    throw new RangeError(`serial: ${serial} given, a whole number from 0 to 99999 wanted`);
  }
  if (!/^\d\d$/.test(nn)) throw new RangeError(`nn: ${JSON.stringify(nn)} given, two digits wanted`);
  return `13${String(serial).padStart(5, '0')}${BEHAVIOUR[behaviour]}${nn}`;
}

/** The behaviour that a number's last digits mean, or undefined (the carrier answers 404). */
export function behaviourOf(number: string): Behaviour | undefined {
  const code = number.slice(-4, -2);
  for (const name of Object.keys(BEHAVIOUR) as Behaviour[]) if (BEHAVIOUR[name] === code) return name;
  return undefined;
}
