/**
 * The results (通话结果) that an agent may give, as a department has them: RULES.md "Results". What is shipped holds until a
 * department changes it; a further result counts as a shipped one and has its meaning.
 */
import { AGENT_RESULT_WORDS } from './result-words.ts';
import { AGENT_MEANING, type AgentResult } from './results.ts';

/** A result that people give; UNFILLED 未填 is the system's word for silence. */
export type GivenResult = Exclude<AgentResult, 'UNFILLED'>;
export const GIVEN_RESULTS = Object.keys(AGENT_RESULT_WORDS) as GivenResult[];

export const RESULT_NEEDS = ['callBackAt', 'note'] as const;
export type ResultNeed = (typeof RESULT_NEEDS)[number];

export interface ResultDefinition {
  key: string;
  countsAs: GivenResult;
  nameZh: string;
  nameEn: string;
  /** 0…9; undefined: none. */
  hotKey: string | undefined;
  /** One that is not is offered no more; records keep it. */
  active: boolean;
  /** Fields without which it is not taken. */
  needs: readonly ResultNeed[];
  /** The talk must be of at least, at most so many seconds when it is given. */
  leastTalkSeconds: number | undefined;
  mostTalkSeconds: number | undefined;
  /** Lower ones are shown first; the shipped ones have 10, 20 … */
  position: number;
}

/** As a department may set it; `needsNote` beside what its meaning needs. */
export interface ResultSettings {
  nameZh: string;
  nameEn: string;
  hotKey: string | null;
  active: boolean;
  needsNote: boolean;
  leastTalkSeconds: number | null;
  mostTalkSeconds: number | null;
  position: number;
}

/** What a result is, for lists and figures. */
export interface ResultFlags {
  /** A person answered, and it was the customer himself. */
  person: boolean;
  contact: boolean;
  intent: boolean;
  sale: boolean;
  callBack: boolean;
  doNotCall: boolean;
  /** Nothing more is dialed by itself. */
  final: boolean;
  retry: boolean;
}

const NOT_HIM: ReadonlySet<GivenResult> = new Set(['WRONG', 'NOTSELF', 'VOICEMAIL']);

export function flagsOf(result: GivenResult): ResultFlags {
  const { retryMs, doNotCall } = AGENT_MEANING[result];
  return {
    person: result !== 'VOICEMAIL',
    contact: !NOT_HIM.has(result),
    intent: result.startsWith('INTENT_'),
    sale: result === 'SALE',
    callBack: result === 'CALLBACK',
    doNotCall,
    final: retryMs === undefined,
    retry: retryMs !== undefined && result !== 'CALLBACK',
  };
}

export function shippedResult(key: GivenResult): ResultDefinition {
  const { nameZh, nameEn, hotKey } = AGENT_RESULT_WORDS[key];
  return {
    ...{ key, countsAs: key, nameZh, nameEn, hotKey, active: true, needs: AGENT_MEANING[key].needs },
    ...{ leastTalkSeconds: undefined, mostTalkSeconds: undefined, position: (GIVEN_RESULTS.indexOf(key) + 1) * 10 },
  };
}

export function isGivenResult(key: string): key is GivenResult {
  return Object.hasOwn(AGENT_RESULT_WORDS, key);
}

/** The whole table in the order in which it is shown: a department's own rows go before the shipped ones of the same key. */
export function resultTable(own: readonly ResultDefinition[]): ResultDefinition[] {
  const byKey = new Map<string, ResultDefinition>(GIVEN_RESULTS.map((key) => [key, shippedResult(key)]));
  for (const each of own) byKey.set(each.key, each);
  return [...byKey.values()].sort((a, b) => a.position - b.position || (a.key < b.key ? -1 : 1));
}

/** Why the result does not fit the talk so far; `talkSeconds` undefined: nobody was reached. */
export function talkFault(
  { leastTalkSeconds: least, mostTalkSeconds: most }: ResultDefinition,
  talkSeconds: number | undefined,
): { came: string; wanted: string } | undefined {
  const talk = talkSeconds ?? 0;
  const came = `a talk of ${talk} s`;
  if (least !== undefined && talk < least) return { came, wanted: `at least ${least} s` };
  if (most !== undefined && talk > most) return { came, wanted: `at most ${most} s` };
  return undefined;
}
