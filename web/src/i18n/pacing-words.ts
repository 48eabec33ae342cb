import type { TFunction } from 'i18next';
import { zh } from './zh-CN.ts';

export type NumberGroup = 'now' | 'risk' | 'estimates' | 'budget' | 'odd';

/** One of the pacer's numbers, with its standard deviation where it tells one. */
export interface NumberRow {
  name: string;
  value: number;
  sd?: number | undefined;
}

export interface Horizon {
  seconds: number;
  answers: number;
  releases: number;
}

const RISK = ['index', 'theta', 'thetaScale'];
const PERCENT = ['index', 'theta', 'answerChance'];
const ODD = ['oddEvents', 'lostCalls'];
const HORIZON = /^(answers|releases)In(\d+)s$/;
/** answerChanceSd is that of answerChance, talkMeanSdMs that of talkMeanMs. */
const SD = /^(.+)Sd(Ms)?$/;

/** The pacer's numbers as a manager reads them: by what they tell, an estimate with its uncertainty, what is to come as a curve. */
export function numberGroups(explain: Readonly<Record<string, number>>): {
  groups: Map<NumberGroup, NumberRow[]>;
  horizons: Horizon[];
} {
  const groups = new Map<NumberGroup, NumberRow[]>([
    ['now', []],
    ['risk', []],
    ['estimates', []],
    ['budget', []],
    ['odd', []],
  ]);
  const horizons = new Map<number, Horizon>();
  for (const [name, value] of Object.entries(explain)) {
    const horizon = HORIZON.exec(name);
    if (horizon !== null) {
      const seconds = Number(horizon[2]);
      const one = horizons.get(seconds) ?? { seconds, answers: 0, releases: 0 };
      horizons.set(seconds, { ...one, [horizon[1] as 'answers']: value });
    } else if (!isSdOfAnother(name, explain))
      groups.get(groupOf(name, explain))?.push({ name, value, sd: sdOf(name, explain) });
  }
  return { groups, horizons: [...horizons.values()].sort((a, b) => a.seconds - b.seconds) };
}

function groupOf(name: string, explain: Readonly<Record<string, number>>): NumberGroup {
  if (RISK.includes(name)) return 'risk';
  if (ODD.includes(name)) return 'odd';
  if (name.startsWith('budgetLeft')) return 'budget';
  return sdOf(name, explain) === undefined ? 'now' : 'estimates';
}

function sdOf(name: string, explain: Readonly<Record<string, number>>): number | undefined {
  return explain[name.endsWith('Ms') ? `${name.slice(0, -2)}SdMs` : `${name}Sd`];
}

function isSdOfAnother(name: string, explain: Readonly<Record<string, number>>): boolean {
  const of = SD.exec(name);
  return of !== null && Object.hasOwn(explain, `${of[1]}${of[2] ?? ''}`);
}

/** The name of one of the numbers that the pacer gives with its decision (src/pacing, `explain`); one it does not know as it is. */
export function numberName(t: TFunction, name: string): string {
  const window = /^budgetLeft:(.+)$/.exec(name)?.[1];
  if (window !== undefined) return t('live.budgetLeftIn', { window: windowName(t, window) });
  return Object.hasOwn(zh.live.explain, name) ? t(`live.explain.${name as 'idle'}`) : name;
}

/** A number as it is read: chances and risks in percent, times in seconds (its name says so), ± one standard deviation. */
export function numberText({ name, value, sd }: NumberRow): string {
  if (!Number.isFinite(value)) return '–';
  const scale = PERCENT.includes(name) ? 100 : name.endsWith('Ms') ? 0.001 : 1;
  const unit = PERCENT.includes(name) ? '%' : '';
  const spread = sd === undefined || !Number.isFinite(sd) ? '' : ` ± ${short(sd * scale)}`;
  return `${short(value * scale)}${spread}${unit}`;
}

function short(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(Math.abs(value) < 1 ? 2 : 1);
}

/** A window in which abandoned calls are held under a limit (src/compliance/regimes/windows.ts). */
export function windowName(t: TFunction, name: string): string {
  const rolling = /^(\d+)([dh])$/.exec(name);
  if (rolling !== null) return t(rolling[2] === 'd' ? 'live.days' : 'live.hours', { count: Number(rolling[1]) });
  return Object.hasOwn(zh.live.windows, name) ? t(`live.windows.${name as 'own'}`) : name;
}

/** Why not more calls, in one word of the engine, as a sentence. */
export function limitSentence(t: TFunction, limitedBy: string, explain: Readonly<Record<string, number>>): string {
  // One word of the pacer for two things: enough is on its way, or nobody is there to dial for.
  if (limitedBy === 'agents' && explain.working === 0) return t('live.limited.no-agents');
  if (Object.hasOwn(zh.live.limited, limitedBy)) return t(`live.limited.${limitedBy as 'agents'}`);
  return t('live.limited.unknown', { code: limitedBy });
}

/** The same word for an agent who is idle: why no call comes to him just now. */
export function waitSentence(t: TFunction, limitedBy: string): string {
  if (Object.hasOwn(zh.desk.waiting, limitedBy)) return t(`desk.waiting.${limitedBy as 'agents'}`);
  return t('desk.waiting.unknown', { code: limitedBy });
}
