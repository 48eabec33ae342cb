import type { AgentResult } from './results.ts';

/** An agent's results as his page offers them: words in both languages, the key that sets one, what it cannot go without. */
export const AGENT_RESULT_WORDS: Record<
  Exclude<AgentResult, 'UNFILLED'>,
  { nameZh: string; nameEn: string; hotKey: string; needs: readonly string[] }
> = {
  SALE: { nameZh: '成交', nameEn: 'Sale', hotKey: '1', needs: [] },
  INTENT_A: { nameZh: 'A类意向', nameEn: 'Interest A', hotKey: '2', needs: [] },
  INTENT_B: { nameZh: 'B类意向', nameEn: 'Interest B', hotKey: '3', needs: [] },
  INTENT_C: { nameZh: 'C类意向', nameEn: 'Interest C', hotKey: '4', needs: [] },
  CALLBACK: { nameZh: '预约回拨', nameEn: 'Call back', hotKey: '5', needs: ['callBackAt'] },
  NOINTEREST: { nameZh: '无意向', nameEn: 'No interest', hotKey: '6', needs: [] },
  WRONG: { nameZh: '错号', nameEn: 'Wrong number', hotKey: '7', needs: [] },
  NOTSELF: { nameZh: '非本人', nameEn: 'Not the person', hotKey: '8', needs: [] },
  VOICEMAIL: { nameZh: '语音信箱/秘书台', nameEn: 'Voicemail', hotKey: '9', needs: [] },
  DNCREQ: { nameZh: '勿扰', nameEn: 'Do not call', hotKey: '0', needs: [] },
};
