import type { TFunction } from 'i18next';
import { zh } from './zh-CN.ts';

/** The name of one of the numbers that the pacer gives with its decision (src/pacing, `explain`); one it does not know as it is. */
export function numberName(t: TFunction, name: string): string {
  const horizon = /^(answers|releases)In(\d+)s$/.exec(name);
  if (horizon !== null) return t(`live.horizon.${horizon[1] as 'answers'}`, { seconds: horizon[2] });
  const window = /^budgetLeft:(.+)$/.exec(name)?.[1];
  if (window !== undefined) return t('live.budgetLeftIn', { window: windowName(t, window) });
  return Object.hasOwn(zh.live.explain, name) ? t(`live.explain.${name as 'idle'}`) : name;
}

/** A window in which abandoned calls are held under a limit (src/compliance/regimes/windows.ts). */
function windowName(t: TFunction, name: string): string {
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
