/** "Why is it not dialing?" (为什么不拨): one reason for each contact of a campaign, by the gate's own word. Pure. */
import type { GateFacts } from '../dialer/ports.ts';
import { turn } from '../shared/turn.ts';
import { everyGate, judge, reasonOf } from './gate.ts';
import { type CampaignKinds, type ContactKind, FLAGS } from './ports.ts';
import { REFUSAL_CODES, type RefusalCode, sentence } from './reasons.ts';

/** Codes whose facts are the same for many contacts; those of others belong to one. */
const TOLD_APART: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'hours-legal',
  'hours-campaign',
  'number-not-allowed',
  'region-blocked',
]);
const MOST_TOLD = 5;
/** Judged in one go: some milliseconds, after which calls and everything else go first. */
const AT_ONCE = 200;

export interface ReasonCount {
  code: RefusalCode;
  contacts: number;
  'zh-CN': string;
  en: string;
  /** The commonest cases in words. */
  cases: { 'zh-CN': string; en: string; contacts: number; opensAt: number | undefined }[];
}

export interface GateReport {
  now: number;
  contacts: number;
  ready: number;
  reasons: ReasonCount[];
}

export async function gateReport(look: CampaignKinds): Promise<GateReport> {
  const counts = new Map<RefusalCode, number>();
  const cases = new Map<RefusalCode, Map<string, ReasonCount['cases'][number]>>();
  let [contacts, ready] = [0, 0];
  for (const [i, kind] of look.kinds.entries()) {
    if (i % AT_ONCE === AT_ONCE - 1) await turn();
    contacts += kind.contacts;
    const facts = factsOf(kind, look);
    const code = reasonOf(facts, look.plan, kind.isBound);
    if (code === undefined) {
      ready += kind.contacts;
      continue;
    }
    counts.set(code, (counts.get(code) ?? 0) + kind.contacts);
    if (TOLD_APART.has(code)) tell(code, kind, facts, look, cases);
  }
  const reasons = REFUSAL_CODES.filter((code) => counts.has(code)).map((code) => ({
    code,
    contacts: counts.get(code) ?? 0,
    'zh-CN': sentence(code, 'zh-CN'),
    en: sentence(code, 'en'),
    cases: [...(cases.get(code)?.values() ?? [])].sort((a, b) => b.contacts - a.contacts).slice(0, MOST_TOLD),
  }));
  return { now: look.now, contacts, ready, reasons };
}

function tell(
  code: RefusalCode,
  kind: ContactKind,
  facts: GateFacts,
  { plan }: CampaignKinds,
  cases: Map<RefusalCode, Map<string, ReasonCount['cases'][number]>>,
): void {
  const verdict = judge(facts, plan, facts.contact.state === 'open' ? 'queue' : 'intent');
  if (verdict.pass) return;
  const en = sentence(code, 'en', verdict.facts);
  const ofCode = cases.get(code) ?? new Map<string, ReasonCount['cases'][number]>();
  cases.set(code, ofCode);
  const known = ofCode.get(en);
  if (known !== undefined) known.contacts += kind.contacts;
  else {
    const opensAt = code.startsWith('hours-') ? verdict.retryAt : undefined;
    ofCode.set(en, { en, 'zh-CN': sentence(code, 'zh-CN', verdict.facts), contacts: kind.contacts, opensAt });
  }
}

/** Facts that stand for all contacts of this kind: as much as is needed for the gate to say what it would say of each. */
export function factsOf(kind: ContactKind, { now, plan, places, lists, based }: CampaignKinds): GateFacts {
  const has = (flag: number): boolean => (kind.flags & flag) !== 0;
  const place = kind.place === null ? undefined : places.get(kind.place);
  const list = lists.get(kind.listId ?? '');
  const most = Math.max(1, ...plan.frequency.windows.map(({ max }) => max));
  return {
    now,
    contact: {
      state: kind.state,
      dueAt: kind.isLater ? now + 1 : now,
      attempts: kind.attempts,
      attemptsToday: has(FLAGS.attemptsDay) ? plan.maxAttemptsPerDay : 0,
      attemptsInPart: has(FLAGS.attemptsPart) ? Number.MAX_SAFE_INTEGER : 0,
    },
    place: { prefix: place?.prefix, country: place?.country, region: place?.region },
    zones: place?.zones ?? [],
    list: { active: list?.active === true, hours: list?.hours },
    customer: { deleted: has(FLAGS.deleted), protectedBy: has(FLAGS.protected) ? 'another' : undefined },
    consent: list?.hasBasis === true || based.has(kind.importId ?? ''),
    forAgent: undefined,
    override: false,
    doNotCall: has(FLAGS.doNotCall) ? { scope: '', reason: '' } : undefined,
    chargedAt: has(FLAGS.frequency) ? Array.from({ length: most }, () => now) : [],
    abandonedLockUntil: has(FLAGS.locked) ? now + 1 : undefined,
    lockLiftedBy: undefined,
    inFlight: has(FLAGS.inFlight),
  };
}

export interface GateLine {
  gate: string;
  open: boolean;
  code: RefusalCode | undefined;
  'zh-CN': string;
  en: string;
  retryAt: number | undefined;
  facts: Readonly<Record<string, string | number>>;
}

/** Every gate for one contact, as it would be asked by the pacing now. */
export function gateLines({ facts, plan }: { facts: GateFacts; plan: CampaignKinds['plan'] }): GateLine[] {
  const stage = facts.contact.state === 'open' ? 'queue' : 'intent';
  return everyGate(facts, plan, stage).map(({ gate, finding }) => {
    if (finding === undefined)
      return { gate, open: true, code: undefined, 'zh-CN': '通过', en: 'Open', retryAt: undefined, facts: {} };
    const { code, retryAt, facts: why } = finding;
    const words = { 'zh-CN': sentence(code, 'zh-CN', why), en: sentence(code, 'en', why) };
    return { gate, open: false, code, ...words, retryAt, facts: why };
  });
}
