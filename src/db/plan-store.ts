import { sql } from 'kysely';
import type {
  AbandonHistory,
  AbandonScope,
  BindingHook,
  CallerNumber,
  CallingHours,
  CampaignPlan,
  FrequencyRule,
  GateSettings,
  GroupPlan,
  Nudge,
  PlanStore,
  TrunkPlan,
} from '../dialer/ports.ts';
import { type CallerRotation, callerTroubles } from '../domain/caller-number.ts';
import { type CampaignCalendar, type FloorDay, isCalendarOpen } from '../domain/campaign-calendar.ts';
import { MEANING, SYSTEM_RESULTS, type SystemResult } from '../domain/results.ts';
import type { RetryValue } from '../domain/retry-rule.ts';
import type { Clock } from '../shared/clock.ts';
import { isUuid } from '../shared/ids.ts';
import type { FieldCipher } from './crypto.ts';
import { gateSettings } from './gate-columns.ts';
import type { Nudges } from './nudges.ts';
import type { Db } from './pool.ts';
import { timestamp } from './values.ts';

export interface PlanStoreOptions {
  clock: Clock;
  /** This process, as its leases name it: what groups of others use of a line or node is told apart by it. */
  owner: string;
  /** IANA zone in which a caller id's last day ends, and a campaign's calendar has its days. */
  floorZone: string;
  /** Public holidays and make-up workdays (YYYY-MM-DD) until the setting `gate.calendar` says otherwise. */
  calendar?: { holidays: readonly string[]; workdays: Readonly<Record<string, number>> };
  /** Opens the secrets of binding hooks; without it their trunks dial nothing. */
  secrets?: Pick<FieldCipher, 'open'>;
}

/** What managers have set, as the runners read it. */
export class PgPlanStore implements PlanStore {
  readonly #db: Db;
  readonly #nudges: Nudges;
  readonly #options: PlanStoreOptions;

  constructor(db: Db, nudges: Nudges, options: PlanStoreOptions) {
    this.#db = db;
    this.#nudges = nudges;
    this.#options = options;
  }

  /** Every agent group: also one without a running campaign has agents who sign in. */
  async groups(): Promise<{ id: string; key: string; node: string }[]> {
    return await this.#db.selectFrom('agent_group').select(['id', 'key', 'node']).orderBy('key').execute();
  }

  /** One statement, so that campaigns, lines and stops are of one moment. */
  async load(groupId: string): Promise<GroupPlan | undefined> {
    const { rows } = await sql<{ plan: PlanRow }>`
      with campaigns as (select * from campaign where group_id = ${groupId})
      select jsonb_build_object(
        'id', g.id, 'key', g.key, 'name', g.name, 'node', g.node, 'mode', g.mode,
        'linesPerAgent', g.lines_per_agent, 'maxLinesPerAgent', g.max_lines_per_agent,
        'today', ${this.#today()},
        'campaigns', (select coalesce(jsonb_agg(to_jsonb(c) || jsonb_build_object(
            'gate_settings', ${gateSettings},
            'trunk_ids', (select coalesce(jsonb_agg(trunk_id order by trunk_id), '[]')
              from campaign_trunk where campaign_id = c.id),
            'caller_ids', (select coalesce(jsonb_agg(to_jsonb(k) || jsonb_build_object('proof',
              (select f.name from caller_proof f where f.caller_id_id = k.id)) order by k.id), '[]') from caller_id k
              where k.pool_id = c.caller_pool_id
                or k.id in (select x.caller_id_id from campaign_caller_id x where x.campaign_id = c.id)),
            'caller_rotation', (select p.rotation from caller_pool p where p.id = c.caller_pool_id),
            'today', (${timestamp(this.#options.clock.now())}::timestamptz at time zone ${this.#options.floorZone})::date
          ) order by c.id), '[]') from campaigns c),
        'trunks', (select coalesce(jsonb_agg(to_jsonb(t) order by t.key), '[]') from trunk t
          where t.id in (select x.trunk_id from campaign_trunk x join campaigns c on c.id = x.campaign_id)),
        'stops', (select coalesce(jsonb_agg(distinct s.trunk_id), '[]') from emergency_stop s where s.lifted_at is null),
        'phonesElsewhere', (select count(*) from agent_seat s join agent_group o on o.id = s.group_id
          join group_lease l on l.group_id = o.id
          where o.node = g.node and s.state <> 'offline' and l.owner <> ${this.#options.owner}),
        'callsElsewhere', (select coalesce(jsonb_agg(to_jsonb(x)), '[]') from (
          select a.trunk_id, a.node = g.node as here, count(*) as calls
          from group_lease l join attempt a on a.group_id = l.group_id and a.state = 'open'
          where l.owner <> ${this.#options.owner} group by 1, 2) x)
      ) as plan
      from agent_group g where g.id = ${groupId}`.execute(this.#db);
    const plan = rows[0]?.plan;
    return plan === undefined ? undefined : groupPlan(plan, this.#options);
  }

  #today() {
    const { clock, floorZone, calendar = { holidays: [], workdays: {} } } = this.#options;
    return sql`(
      select jsonb_build_object('date', d.date, 'weekday', d.weekday, 'kind',
        case when s.value -> 'holidays' ? d.date then 'holiday' when s.value -> 'workdays' ? d.date then 'workday' end)
      from (
        select to_char(local, 'YYYY-MM-DD') as date, extract(isodow from local)::int as weekday
        from (select ${timestamp(clock.now())}::timestamptz at time zone ${floorZone} as local) t) d
      cross join (select coalesce((select value from setting where key = 'gate.calendar'),
        ${JSON.stringify(calendar)}::jsonb) as value) s)`;
  }

  async nowForbidden(attemptIds: readonly string[], now: number): Promise<Set<string>> {
    const ids = attemptIds.filter(isUuid);
    if (ids.length === 0) return new Set();
    const { rows } = await sql<{ id: string }>`
      select a.id from attempt a
      join contact c on c.id = a.contact_id
      join do_not_call d on d.blind_index = a.blind_index
        and d.scope in ('global', 'department:' || c.department_id, 'campaign:' || a.campaign_id, 'list:' || a.list_id)
      where a.id = any(${ids}::uuid[]) and (d.expires_at is null or d.expires_at > ${timestamp(now)})`.execute(
      this.#db,
    );
    return new Set(rows.map((row) => row.id));
  }

  /** People alone (RULES.md "Abandoned"), without the one-to-one calls that went well: they must not thin the rate; a call belongs to the moment of its placing. */
  async abandonHistory({ campaignId, regime, scope, from, to }: AbandonScope): Promise<AbandonHistory[]> {
    const people = SYSTEM_RESULTS.filter((result) => MEANING[result].inAbandonDenominator);
    const others =
      scope === 'campaign'
        ? sql`false`
        : sql`r.campaign_id in (select o.id from campaign o join campaign c on c.id = ${campaignId}
            where o.regime = ${regime} and ${scope === 'organisation' ? sql`true` : sql`o.department_id = c.department_id`})`;
    const { rows } = await sql<AbandonHistory>`
      select r.campaign_id = ${campaignId} as own, count(*) as answered,
        count(*) filter (where r.result = 'ABANDONED') as abandoned, min(r.placed_at) as from, max(r.placed_at) as to
      from call_record r
      where (r.campaign_id = ${campaignId} or ${others}) and r.result = any(${people}::text[])
        and (r.mode not in ('manual', 'preview') or r.result = 'ABANDONED')
        and r.placed_at >= ${timestamp(from)} and r.placed_at <= ${timestamp(to)}
      group by 1, date_trunc('hour', r.placed_at) order by 4`.execute(this.#db);
    return rows;
  }

  watch(groupId: string, nudge: (what: Nudge) => void): () => void {
    return this.#nudges.watch(groupId, nudge);
  }

  get nudges(): boolean {
    return this.#nudges.listening;
  }
}

interface PlanRow extends Omit<GroupPlan, 'campaigns' | 'trunks' | 'emergencyStop' | 'legsElsewhere' | 'zone'> {
  phonesElsewhere: number;
  callsElsewhere: { trunk_id: string; here: boolean; calls: number }[];
  today: FloorDay;
  campaigns: CampaignRow[];
  trunks: TrunkRow[];
  /** Trunks stopped; null = all. */
  stops: (string | null)[];
}

interface CampaignRow {
  id: string;
  name: string;
  status: string;
  mode: 'auto' | 'preview';
  preview_ms: number;
  preview_then: 'dial' | 'skip';
  preview_skip_ms: number;
  weight: number;
  priority: number;
  regime: string;
  first_started_at: string | null;
  created_at: string;
  abandon_target: number;
  abandon_window_ms: number;
  patience_ms: number;
  ring_timeout_ms: number;
  setup_timeout_ms: number;
  wrap_up_ms: number;
  max_talk_seconds: number;
  message: string;
  rule: string;
  recall_abandoned: boolean;
  hours: CallingHours;
  frequency: FrequencyRule;
  max_attempts: number;
  max_attempts_per_day: number;
  retry: Record<string, RetryValue>;
  calendar: CampaignCalendar | null;
  gate_settings: GateSettings;
  trunk_ids: string[];
  caller_ids: CallerRow[];
  caller_rotation: CallerRotation | null;
  caller_use: string | null;
  /** The floor's day, on which numbers may have expired. */
  today: string;
}

interface CallerRow {
  id: string;
  number: string;
  trunk_id: string | null;
  enabled: boolean;
  authorisation: string | null;
  /** Name of the file that proves it. */
  proof: string | null;
  expires_on: string | null;
  allowed_use: string[];
  allowed_regions: string[];
  region: string | null;
  per_hour: number | null;
  per_day: number | null;
  min_gap_ms: number;
  cool_after: number | null;
  cool_down_ms: number;
}

interface TrunkRow {
  id: string;
  key: string;
  sip_uri: string;
  codecs: string[];
  calls_per_second: number;
  channels: number;
  enabled: boolean;
  dial_prefix: string;
  strip_plus: boolean;
  national_only: boolean;
  weight: number;
  failover_order: number;
  home_area: string | null;
  home_region: string | null;
  away_prefix: string;
  result_rules: { sip: number | null; prompt: string | null; result: SystemResult }[];
  caller_list: string[] | null;
  binding_url: string | null;
  binding_secret: string | null;
  binding_timeout_ms: number | null;
}

function groupPlan(
  { today, campaigns, trunks, stops, phonesElsewhere, callsElsewhere, ...group }: PlanRow,
  { floorZone: zone, secrets }: Pick<PlanStoreOptions, 'floorZone' | 'secrets'>,
): GroupPlan {
  const sum = (calls: typeof callsElsewhere): number => calls.reduce((all, { calls: some }) => all + some, 0);
  return {
    ...group,
    zone,
    legsElsewhere: phonesElsewhere + sum(callsElsewhere.filter(({ here }) => here)),
    campaigns: campaigns.map((row) => campaignPlan(row, today)),
    trunks: trunks.map((row) => ({
      ...trunkPlan(row, sum(callsElsewhere.filter(({ trunk_id }) => trunk_id === row.id))),
      binding: bindingOf(row, secrets),
    })),
    emergencyStop: { all: stops.includes(null), trunkIds: stops.filter((id) => id !== null) },
  };
}

function campaignPlan(row: CampaignRow, today: FloorDay): CampaignPlan {
  const started = row.status === 'running';
  const open = isCalendarOpen(row.calendar ?? undefined, today);
  return {
    id: row.id,
    name: row.name,
    running: started && open,
    calendarShut: started && !open,
    mode: row.mode,
    previewMs: row.preview_ms,
    previewThen: row.preview_then,
    previewSkipMs: row.preview_skip_ms,
    weight: row.weight,
    priority: row.priority,
    regime: row.regime,
    firstStartedAt: Date.parse(row.first_started_at ?? row.created_at),
    abandonTarget: row.abandon_target,
    abandonWindowMs: row.abandon_window_ms,
    patienceMs: row.patience_ms,
    ringTimeoutMs: row.ring_timeout_ms,
    setupTimeoutMs: row.setup_timeout_ms,
    wrapUpMs: row.wrap_up_ms,
    maxTalkSeconds: row.max_talk_seconds,
    message: row.message,
    rule: row.rule,
    recallAbandoned: row.recall_abandoned,
    trunkIds: row.trunk_ids,
    callerIds: row.caller_ids.filter((caller) => isUsable(caller, row)).map(callerNumber),
    callerRotation: row.caller_rotation ?? 'round-robin',
    wantsCaller: row.caller_ids.length > 0,
    hours: row.hours,
    frequency: row.frequency,
    maxAttempts: row.max_attempts,
    maxAttemptsPerDay: row.max_attempts_per_day,
    retryMs: row.retry,
    gate: row.gate_settings,
  };
}

function bindingOf(row: TrunkRow, secrets: PlanStoreOptions['secrets']): BindingHook | undefined {
  const { binding_url: url, binding_secret: sealed, binding_timeout_ms: timeoutMs } = row;
  if (url === null || sealed === null || timeoutMs === null) return undefined;
  try {
    // As JSON has it: \\x and hex.
    return { url, timeoutMs, secret: secrets?.open(Buffer.from(sealed.slice(2), 'hex')) };
  } catch {
    // Sealed under another SECRET_KEY: a trunk with a hook is never dialed without it.
    return { url, timeoutMs, secret: undefined };
  }
}

function trunkPlan(row: TrunkRow, usedElsewhere: number): Omit<TrunkPlan, 'binding'> {
  return {
    id: row.id,
    key: row.key,
    sipUri: row.sip_uri,
    codecs: row.codecs,
    callsPerSecond: row.calls_per_second,
    channels: row.channels,
    usedElsewhere,
    enabled: row.enabled,
    dialPrefix: row.dial_prefix,
    stripPlus: row.strip_plus,
    nationalOnly: row.national_only,
    weight: row.weight,
    failoverOrder: row.failover_order,
    homeArea: row.home_area ?? undefined,
    homeRegion: row.home_region ?? undefined,
    awayPrefix: row.away_prefix,
    resultRules: row.result_rules.map(({ sip, prompt, result }) => ({
      ...{ sip: sip ?? undefined, prompt: prompt ?? undefined, result },
    })),
    callerList: row.caller_list ?? undefined,
  };
}

function isUsable(row: CallerRow, { today, caller_use }: CampaignRow): boolean {
  const { number, enabled } = row;
  const facts = {
    ...{
      number,
      enabled,
      trunkId: row.trunk_id ?? undefined,
      authorisation: row.authorisation ?? row.proof ?? undefined,
    },
    ...{ expiresOn: row.expires_on ?? undefined, allowedUse: row.allowed_use },
  };
  return callerTroubles(facts, today, caller_use ?? undefined).length === 0;
}

function callerNumber(row: CallerRow): CallerNumber {
  return {
    id: row.id,
    number: row.number,
    trunkId: row.trunk_id ?? undefined,
    region: row.region ?? undefined,
    allowedRegions: row.allowed_regions,
    perHour: row.per_hour ?? undefined,
    perDay: row.per_day ?? undefined,
    minGapMs: row.min_gap_ms,
    coolAfter: row.cool_after ?? undefined,
    coolDownMs: row.cool_down_ms,
  };
}
