/**
 * Why a contact is not dialed (拒拨原因): the closed union of the gate's codes, each with a plain sentence in both
 * languages, filled with its facts. Codes are stable: they stand in contacts, records, metrics and the API.
 */
export const REFUSAL_CODES = [
  'number-not-allowed',
  'place-unknown',
  'hours-legal',
  'hours-campaign',
  'do-not-call',
  'region-blocked',
  'in-flight',
  'frequency',
  'abandoned-lock',
  'contact-closed',
  'contact-dialing',
  'contact-not-queued',
  'list-inactive',
  'customer-deleted',
  'protected',
  'not-due',
  'attempts-day',
  'attempts-day-part',
  'attempts-total',
  'consent',
  // Not the gate's own: a contact that waits for its agent, and the lines (src/dialer, src/db).
  'bound',
  'no-trunk',
  'caller-ids',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** Codes that a person with the right may set aside for one call by hand (docs/decisions/0011); never what protects the callee. */
export const OVERRIDABLE: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'hours-campaign',
  'region-blocked',
  'attempts-day',
  'attempts-day-part',
]);

export type Facts = Readonly<Record<string, string | number>>;
export type Locale = 'zh-CN' | 'en';

const SENTENCES: Record<RefusalCode, { [L in Locale]: string }> = {
  'number-not-allowed': {
    'zh-CN': '该号段不允许外呼。',
    en: 'Numbers that begin like this one may not be dialed.',
  },
  'place-unknown': {
    'zh-CN': '归属地未知，无法判断当地时间，不予外呼。',
    en: 'The place of the number is unknown, so its local time cannot be judged: it is not dialed.',
  },
  'hours-legal': {
    'zh-CN': '当前不在号码所在地的法定可呼时段内。',
    en: "It is outside the legal calling hours at the number's place.",
  },
  'hours-campaign': {
    'zh-CN': '当前不在活动设定的外呼时段内。',
    en: "It is outside the campaign's calling hours at the number's place.",
  },
  'do-not-call': { 'zh-CN': '号码在勿扰名单中。', en: 'The number is on a do-not-call list.' },
  'region-blocked': { 'zh-CN': '该归属地已被设为不外呼。', en: 'Numbers of this place are not called.' },
  'in-flight': { 'zh-CN': '该号码另有一通呼叫正在进行。', en: 'Another call to this number is in progress.' },
  frequency: { 'zh-CN': '该号码的呼叫频次已达上限。', en: 'This number has been called as often as the rule allows.' },
  'abandoned-lock': {
    'zh-CN': '该客户此前被弃呼，仍在锁定期内。',
    en: 'A call to this customer was abandoned and the lock-out after it still runs.',
  },
  'contact-closed': { 'zh-CN': '名单客户已关闭，不再外呼。', en: 'The contact is closed.' },
  'contact-dialing': { 'zh-CN': '名单客户正在呼叫中。', en: 'The contact is being dialed.' },
  'contact-not-queued': {
    'zh-CN': '名单客户已移出待呼队列。',
    en: 'The contact has been taken out of the ready queue.',
  },
  'list-inactive': { 'zh-CN': '所属名单已停用。', en: 'The list of this contact is switched off.' },
  'customer-deleted': { 'zh-CN': '客户资料已删除。', en: 'The customer has been deleted.' },
  protected: { 'zh-CN': '该客户在其他坐席的私海中。', en: 'The customer is protected for another agent.' },
  'not-due': { 'zh-CN': '未到下次呼叫时间。', en: 'The next attempt is not due yet.' },
  'attempts-day': { 'zh-CN': '今日呼叫次数已达上限。', en: 'The attempts allowed for today are used up.' },
  'attempts-day-part': {
    'zh-CN': '本时段呼叫次数已达上限。',
    en: 'The attempts allowed for this part of the day are used up.',
  },
  'attempts-total': { 'zh-CN': '总呼叫次数已达上限。', en: 'All attempts allowed in the campaign are used up.' },
  consent: {
    'zh-CN': '没有登记可呼叫的合法依据。',
    en: 'No legal basis for calling this contact is written down.',
  },
  bound: { 'zh-CN': '预约给指定坐席或小组，由其拨打。', en: 'It waits for the agent or squad it was promised to.' },
  'no-trunk': { 'zh-CN': '活动没有可用的线路。', en: 'The campaign has no trunk that can be used.' },
  'caller-ids': { 'zh-CN': '活动没有可用的主叫号码。', en: 'The campaign has no caller number that can be used now.' },
};

/** With facts: said when all that it names are given. `{name}` is a fact, `{name:minute}` one told as a time of day. */
const WITH_FACTS: Partial<Record<RefusalCode, { [L in Locale]: string }>> = {
  'number-not-allowed': {
    'zh-CN': '号段 {prefix} 不允许外呼（{kind}）。',
    en: 'Numbers that begin with {prefix} ({kind}) may not be dialed.',
  },
  'hours-legal': {
    'zh-CN': '{zone} 法定可呼时段 {from:minute}-{to:minute}，当地现在 {localMinute:minute}。',
    en: 'Legal hours are {from:minute}-{to:minute} in {zone:place}, now {localMinute:minute}.',
  },
  'hours-campaign': {
    'zh-CN': '{zone} 今日外呼时段 {windows}，当地现在 {localMinute:minute}。',
    en: "The campaign's hours today are {windows} in {zone:place}, now {localMinute:minute}.",
  },
  'do-not-call': {
    'zh-CN': '号码在勿扰名单中（{scope}：{reason}）。',
    en: 'The number is on a do-not-call list ({scope}: {reason}).',
  },
  'region-blocked': { 'zh-CN': '{region} 已被设为不外呼。', en: 'Numbers of {region} are not called.' },
  frequency: {
    'zh-CN': '该号码的呼叫频次已达上限（{max} 次/{windowMinutes} 分钟）。',
    en: 'This number has been called as often as the rule allows ({max} in {windowMinutes} min).',
  },
  'attempts-day': {
    'zh-CN': '今日已呼 {attemptsToday} 次，上限 {most} 次。',
    en: 'It was called {attemptsToday} times today, {most} are allowed.',
  },
  'attempts-day-part': {
    'zh-CN': '本时段已呼 {made} 次，上限 {most} 次。',
    en: 'It was called {made} times in this part of the day, {most} are allowed.',
  },
  'attempts-total': {
    'zh-CN': '共呼 {made} 次，上限 {most} 次。',
    en: 'It was called {made} times in all, {most} are allowed.',
  },
};

/** The reason as a person reads it; with its facts where they are given. */
export function sentence(code: RefusalCode, locale: Locale, facts: Facts = {}): string {
  const filled = WITH_FACTS[code] && fill(WITH_FACTS[code][locale], facts);
  return filled ?? SENTENCES[code][locale];
}

/** Undefined when a fact is missing. */
function fill(template: string, facts: Facts): string | undefined {
  let isWhole = true;
  const text = template.replace(/\{(\w+)(?::(\w+))?\}/g, (_, name: string, how: string | undefined) => {
    const value = Object.hasOwn(facts, name) ? facts[name] : undefined;
    if (value === undefined || value === '' || value === -1) isWhole = false;
    if (how === 'minute') return clock(Number(value));
    return how === 'place' ? placeOf(String(value)) : String(value);
  });
  return isWhole ? text : undefined;
}

/** `hh:mm` of minutes of the day. */
export function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** America/Los_Angeles → Los Angeles. */
function placeOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** Whether `text` is one of the gate's codes. */
export function isRefusalCode(text: string): text is RefusalCode {
  return (REFUSAL_CODES as readonly string[]).includes(text);
}
