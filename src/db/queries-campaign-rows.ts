/** How a campaign lies in its row, and back. */
import { sql } from 'kysely';
import type { CampaignHours, CampaignSettings, CampaignStatus, CampaignView } from '../domain/office.ts';
import type { RetryValue } from '../domain/retry-rule.ts';
import type { Scope } from '../domain/roles.ts';
import type { Db, Tx } from './pool.ts';
import { departmentRows } from './queries-scope.ts';

export function selectCampaigns(db: Db | Tx, scope: Scope) {
  return db
    .selectFrom('campaign as c')
    .selectAll('c')
    .select([
      sql<string[]>`array(select trunk_id from campaign_trunk t where t.campaign_id = c.id order by 1)`.as('trunk_ids'),
      sql<string[]>`array(select caller_id_id from campaign_caller_id t where t.campaign_id = c.id order by 1)`.as(
        'caller_id_ids',
      ),
    ])
    .where(departmentRows(scope, sql`c.department_id`));
}

type CampaignRow = Awaited<ReturnType<ReturnType<typeof selectCampaigns>['executeTakeFirstOrThrow']>>;

export function campaignOf(row: CampaignRow): CampaignView {
  return {
    id: row.id,
    name: row.name,
    departmentId: row.department_id,
    groupId: row.group_id,
    status: row.status as CampaignStatus,
    rule: row.rule,
    weight: row.weight,
    priority: row.priority,
    regime: row.regime,
    abandonTarget: Number(row.abandon_target),
    abandonWindowMs: row.abandon_window_ms,
    patienceMs: row.patience_ms,
    ringTimeoutMs: row.ring_timeout_ms,
    setupTimeoutMs: row.setup_timeout_ms,
    wrapUpMs: row.wrap_up_ms,
    maxTalkSeconds: row.max_talk_seconds,
    message: row.message,
    recallAbandoned: row.recall_abandoned,
    mode: row.mode as CampaignSettings['mode'],
    previewMs: row.preview_ms,
    previewThen: row.preview_then as CampaignSettings['previewThen'],
    previewSkipMs: row.preview_skip_ms,
    hours: row.hours as CampaignHours,
    frequency: row.frequency as CampaignSettings['frequency'],
    gate: row.gate as CampaignSettings['gate'],
    maxAttempts: row.max_attempts,
    maxAttemptsPerDay: row.max_attempts_per_day,
    retryMs: plainWaits(row.retry as Record<string, RetryValue>),
    trunkIds: row.trunk_ids,
    callerIdIds: row.caller_id_ids,
    callerPoolId: row.caller_pool_id,
    callerUse: row.caller_use,
    firstStartedAt: row.first_started_at ?? row.created_at,
    createdAt: row.created_at,
  };
}

/** The first waits of the retry rules; the rules whole are GET campaigns/{id}/retry-rules. */
function plainWaits(rules: Record<string, RetryValue>): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(rules).flatMap(([result, rule]): [string, number | null][] => {
      const delay = typeof rule === 'object' && rule !== null ? rule.delayMs : rule;
      return delay === undefined ? [] : [[result, delay]];
    }),
  );
}

/** What records of abandoned calls and imports know the regime by: the house rule of China has a name of its own. */
function ruleOf(regime: string): string {
  return regime === 'cn' ? 'cn-house-3' : regime;
}

/** The columns of what was given; what was not is left as it is (or to its default). */
export function campaignColumns(settings: Partial<CampaignSettings>) {
  const columns = {
    name: settings.name,
    weight: settings.weight,
    priority: settings.priority,
    regime: settings.regime,
    rule: settings.regime === undefined ? undefined : ruleOf(settings.regime),
    abandon_target: settings.abandonTarget,
    abandon_window_ms: settings.abandonWindowMs,
    patience_ms: settings.patienceMs,
    ring_timeout_ms: settings.ringTimeoutMs,
    setup_timeout_ms: settings.setupTimeoutMs,
    wrap_up_ms: settings.wrapUpMs,
    max_talk_seconds: settings.maxTalkSeconds,
    message: settings.message,
    recall_abandoned: settings.recallAbandoned,
    mode: settings.mode,
    preview_ms: settings.previewMs,
    preview_then: settings.previewThen,
    preview_skip_ms: settings.previewSkipMs,
    hours: settings.hours === undefined ? undefined : JSON.stringify(settings.hours),
    frequency: settings.frequency === undefined ? undefined : JSON.stringify(settings.frequency),
    gate: settings.gate === undefined ? undefined : JSON.stringify(settings.gate),
    max_attempts: settings.maxAttempts,
    max_attempts_per_day: settings.maxAttemptsPerDay,
    retry: settings.retryMs === undefined ? undefined : JSON.stringify(settings.retryMs),
    caller_pool_id: settings.callerPoolId,
    caller_use: settings.callerUse,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as {
    [K in keyof typeof columns]?: Exclude<(typeof columns)[K], undefined>;
  };
}
