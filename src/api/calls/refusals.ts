import { isRefusalCode, type RefusalCode, sentence } from '../../compliance/reasons.ts';
import type { WishRefusal } from '../../dialer/ports.ts';
import { maskPhonesInText } from '../../domain/phone-mask.ts';
import { ApiError } from '../errors.ts';
import type { SeatAnswer } from '../ports.ts';

/** What a person is told when his wish is refused and no gate is to blame. */
const SENTENCES: Record<WishRefusal, { 'zh-CN': string; en: string }> = {
  'agent-state': { 'zh-CN': '当前坐席状态不能进行此操作。', en: 'Your present state does not allow this.' },
  'agent-phone': { 'zh-CN': '话机未就绪。', en: 'Your phone is not up.' },
  'result-missing': { 'zh-CN': '请先填写未填的通话结果。', en: 'Give the missing results first.' },
  'preview-over': { 'zh-CN': '该预览已结束。', en: 'This preview is over.' },
  'campaign-stopped': { 'zh-CN': '外呼任务未在运行。', en: 'The campaign is not running.' },
  'emergency-stop': { 'zh-CN': '紧急停拨生效中。', en: 'An emergency stop is in force.' },
  lines: { 'zh-CN': '没有空闲线路。', en: 'No line is free.' },
  'calls-per-second': {
    'zh-CN': '线路呼叫速率已达上限，请稍后再试。',
    en: 'The lines take no more calls this second.',
  },
  'not-dialing': { 'zh-CN': '坐席组当前不能外呼。', en: 'The agent group cannot dial right now.' },
  'too-late': { 'zh-CN': '请求已过期，请重试。', en: 'This came too late; try again.' },
  'digits-lost': { 'zh-CN': '按键未能发送，请重试。', en: 'The digits could not be sent; try again.' },
  'break-full': { 'zh-CN': '该小休类型人数已满。', en: 'So many are on this kind of break already.' },
  'colleague-busy': { 'zh-CN': '该同事当前不空闲。', en: 'This colleague is not free.' },
  'colleague-away': {
    'zh-CN': '该同事未签入或话机未就绪。',
    en: 'This colleague is not signed in, or his phone is not up.',
  },
  oneself: { 'zh-CN': '不能转接给自己。', en: 'This is yourself.' },
  'colleague-lost': { 'zh-CN': '未能接通该同事。', en: 'This colleague could not be joined.' },
  'colleague-there': { 'zh-CN': '已有一位同事在通话中。', en: 'Another colleague is on this call already.' },
};

/** The gate's code; a contact that changed under the claim is told in the gate's own words. */
function gateCode(code: string): RefusalCode {
  return isRefusalCode(code) ? code : 'contact-not-queued';
}

/** The attempt's id of a wish that was carried out; else throws what the asker is answered. */
export function carriedOut(answer: SeatAnswer): string | undefined {
  switch (answer.kind) {
    case 'done':
      return answer.attemptId;
    case 'no-answer':
      throw new ApiError('unavailable', {
        message: 'The dialer of your agent group did not answer in time; nothing is dialed. 拨号服务未及时响应。',
        retryAfterMs: 1_000,
      });
    case 'gate': {
      const code = gateCode(answer.code);
      const facts = shownFacts(answer.facts);
      const why = { code, 'zh-CN': sentence(code, 'zh-CN', facts), en: sentence(code, 'en', facts), facts };
      const details = [{ field: 'gate', came: code, wanted: why.en }];
      throw new ApiError('gate', { message: why.en, details, why });
    }
    case 'refused': {
      const words = SENTENCES[answer.why];
      const why = { code: answer.why, ...words, facts: shownFacts(answer.facts) };
      throw new ApiError('conflict', { message: words.en, why });
    }
    default: {
      const never: never = answer;
      return never;
    }
  }
}

/** Reasons of a do-not-call entry are free text of people. */
function shownFacts(facts: Readonly<Record<string, string | number>>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, typeof value === 'string' ? maskPhonesInText(value) : value]),
  );
}
