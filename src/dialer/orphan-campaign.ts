import type { CampaignPlan } from './ports.ts';

/**
 * Stands in for a campaign that is in no plan any more (deleted, or moved to another group) while attempts of it are
 * still open: enough to end its calls decently and to close their records. Never dialed.
 */
export function orphanCampaign(id: string): CampaignPlan {
  return {
    id,
    name: '',
    running: false,
    calendarShut: false,
    mode: 'auto',
    previewMs: 60_000,
    previewThen: 'skip',
    previewSkipMs: 600_000,
    weight: 0,
    priority: 0,
    regime: 'cn',
    firstStartedAt: 0,
    abandonTarget: 0.03,
    abandonWindowMs: 86_400_000,
    patienceMs: 2_000,
    ringTimeoutMs: 30_000,
    setupTimeoutMs: 10_000,
    wrapUpMs: 30_000,
    maxTalkSeconds: 3_600,
    message: '',
    recallAbandoned: false,
    rule: '',
    trunkIds: [],
    callerIds: [],
    callerRotation: 'round-robin',
    wantsCaller: false,
    hours: { legal: { from: 0, to: 0 }, campaign: {} },
    frequency: { windows: [] },
    maxAttempts: 10,
    maxAttemptsPerDay: 1,
    retryMs: {},
  };
}
