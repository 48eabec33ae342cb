import { COMMON, DAY, everyDay, HOUR, MINUTE, span, weekdays } from './parts.ts';
import type { Regime } from './types.ts';

const UNVERIFIED = { verifiedOn: undefined, verifiedBy: 'nobody' } as const;

export const ASIA_PACIFIC: readonly Regime[] = [
  {
    key: 'cn',
    nameZh: '中国大陆',
    nameEn: 'China (mainland)',
    abandon: {
      ...COMMON,
      limit: 0.03,
      periods: [
        { type: 'rolling', ms: 24 * HOUR },
        { type: 'rolling', ms: 30 * DAY },
      ],
      law: false,
      deadlineFrom: 'off-hook',
    },
    hours: { days: everyDay(span(8, 21)), holidays: 'open', zone: 'called' },
    attempts: [
      { max: 5, windowMs: 24 * HOUR, per: 'number' },
      { max: 3, windowMs: 5 * MINUTE, per: 'number' },
    ],
    callerNumber: 'a number that is registered to the caller, shown unchanged',
    consent: 'opt-in',
    retentionDays: 30,
    source: ['通信短信息和语音呼叫服务管理规定 (draft of 2020 and practice)', 'rules of the carriers’ platforms'],
    ...UNVERIFIED,
    confidence: 'medium',
    notes: [
      'No law names a share of abandoned calls: 3 % is a house rule.',
      'Silence is refusal; stop at a refusal; keep the recording, the numbers, the time and the consent at least 30 days.',
      'Hours and attempts are platform rules.',
    ],
  },
  {
    key: 'au',
    nameZh: '澳大利亚',
    nameEn: 'Australia',
    abandon: undefined,
    hours: { days: { ...weekdays(span(9, 20)), 6: [span(9, 17)] }, holidays: 'closed', zone: 'called' },
    attempts: [],
    callerNumber: 'must be shown',
    consent: 'opt-out',
    retentionDays: undefined,
    source: ['Telecommunications (Telemarketing and Research Calls) Industry Standard 2017'],
    verifiedOn: '2026-11-24',
    verifiedBy: 'secondary',
    confidence: 'medium',
    notes: [
      'Hours as the regulator sums them up: none on Sundays and national public holidays; other hours with consent.',
    ],
  },
  {
    key: 'jp',
    nameZh: '日本',
    nameEn: 'Japan',
    abandon: undefined,
    hours: undefined,
    attempts: [],
    callerNumber: undefined,
    consent: 'opt-out',
    retentionDays: undefined,
    source: ['Act on Specified Commercial Transactions, art. 17'],
    ...UNVERIFIED,
    confidence: 'medium',
    notes: ['No further call after a refusal.'],
  },
];
