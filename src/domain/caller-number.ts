/** Our own numbers (主叫号码): why one may not be shown, in words (RULES.md "Lines"). Pure. */

export const CALLER_ROTATIONS = ['round-robin', 'local-match', 'least-used'] as const;
export type CallerRotation = (typeof CALLER_ROTATIONS)[number];

export const CALLER_TROUBLES = [
  'disabled',
  'unproved',
  'expired',
  'other-trunk',
  'not-on-trunk-list',
  'other-use',
  'rests',
] as const;
export type CallerTrouble = (typeof CALLER_TROUBLES)[number];

const SENTENCES: Record<CallerTrouble, { 'zh-CN': string; en: string }> = {
  disabled: { 'zh-CN': '号码已停用。', en: 'The number is switched off.' },
  unproved: {
    'zh-CN': '号码没有授权书或报备材料，不予使用。',
    en: 'No authorisation or registration of the number is on file: it is not used.',
  },
  expired: {
    'zh-CN': '号码的授权已到期，不予使用。',
    en: 'The authorisation of the number has expired: it is not used.',
  },
  'other-trunk': { 'zh-CN': '号码属于另一条线路。', en: 'The number belongs to another trunk.' },
  'not-on-trunk-list': {
    'zh-CN': '号码不在该线路的可用主叫名单中，不予使用。',
    en: "The number is not on the trunk's list of caller numbers: it is not used.",
  },
  'other-use': {
    'zh-CN': '号码未被授权用于该任务的用途。',
    en: 'The number is not authorised for what this campaign is for.',
  },
  rests: {
    'zh-CN': '号码连续被拒接或拦截，正在冷却。',
    en: 'Calls from the number were refused several times in a row: it rests.',
  },
};

/** The reason as a person reads it. */
export function callerSentence(trouble: CallerTrouble): { 'zh-CN': string; en: string } {
  return SENTENCES[trouble];
}

export interface CallerFacts {
  number: string;
  trunkId: string | undefined;
  enabled: boolean;
  authorisation: string | undefined;
  /** Last day of use, `YYYY-MM-DD`; undefined = no end. */
  expiresOn: string | undefined;
  /** Empty = every use. */
  allowedUse: readonly string[];
}

/** What proves that it may be shown, as a file; its bytes are fetched apart. */
export interface CallerProofView {
  name: string;
  type: 'pdf' | 'jpg' | 'png';
  bytes: number;
  uploadedAt: number;
}

/** `YYYY-MM-DD` in the floor's zone: the days of authorisations are days of the floor. */
export type Day = string;

/** What forbids the number wherever it is to be shown; `use` undefined: of a campaign that names none. */
export function callerTroubles(caller: CallerFacts, today: Day, use?: string): CallerTrouble[] {
  const troubles: CallerTrouble[] = [];
  if (!caller.enabled) troubles.push('disabled');
  if ((caller.authorisation ?? '').trim() === '') troubles.push('unproved');
  if (caller.expiresOn !== undefined && caller.expiresOn < today) troubles.push('expired');
  if (use !== undefined && caller.allowedUse.length > 0 && !caller.allowedUse.includes(use)) troubles.push('other-use');
  return troubles;
}

/** What forbids the number on this trunk. */
export function trunkTrouble(
  caller: Pick<CallerFacts, 'number' | 'trunkId'>,
  trunk: { id: string; callerList: readonly string[] | undefined },
): CallerTrouble | undefined {
  if (caller.trunkId !== undefined && caller.trunkId !== trunk.id) return 'other-trunk';
  if (trunk.callerList !== undefined && !trunk.callerList.includes(caller.number)) return 'not-on-trunk-list';
  return undefined;
}

/** Whole days from `today` to the last day of use; negative when it is past. */
export function daysLeft(expiresOn: Day, today: Day): number {
  return Math.round((Date.parse(expiresOn) - Date.parse(today)) / 86_400_000);
}

/** RULES.md "Lines": expiry is announced so many days before. */
export const EXPIRY_WARNING_DAYS = 30;
