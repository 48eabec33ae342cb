import { Gauge, type Registry } from 'prom-client';

/** The floor of this process at one moment: what is true now, not what has happened. */
export interface FloorSample {
  groups: readonly {
    groupKey: string;
    running: readonly string[];
    agents: Readonly<Record<string, number>>;
    lines: Readonly<Record<string, number>>;
    perCampaign: Readonly<Record<string, { queue: number }>>;
    limitedBy: string;
    explain: Readonly<Record<string, number>>;
  }[];
  /** Abandoned ÷ (abandoned + connected) in the campaign's own window, and its limit; campaigns that run here. */
  abandon: readonly { campaignId: string; ratio: number; limit: number }[];
  /** Undefined: Postgres did not tell. */
  intentsWithoutRecord: Readonly<Record<'open' | 'closed', number>> | undefined;
  /** Records that Postgres has not taken yet. */
  records: { inMemory: number; spooled: number };
}

/** The pacer's figures (PACING.md) and what Prometheus calls them; seconds where the pacer has milliseconds. */
const PACING: Readonly<Record<string, { figure: string; factor?: number }>> = {
  idle: { figure: 'idle_agents' },
  working: { figure: 'working_agents' },
  dialing: { figure: 'dialing' },
  waiting: { figure: 'waiting' },
  expectedAnswers: { figure: 'expected_answers' },
  expectedReleases: { figure: 'expected_releases' },
  index: { figure: 'index' },
  theta: { figure: 'theta' },
  thetaScale: { figure: 'theta_scale' },
  budgetLeft: { figure: 'budget_left' },
  answerChance: { figure: 'answer_chance' },
  answerChanceSd: { figure: 'answer_chance_sd' },
  talkMeanMs: { figure: 'talk_mean_seconds', factor: 0.001 },
  talkMeanSdMs: { figure: 'talk_mean_sd_seconds', factor: 0.001 },
  wrapMeanMs: { figure: 'wrap_mean_seconds', factor: 0.001 },
  wrapMeanSdMs: { figure: 'wrap_mean_sd_seconds', factor: 0.001 },
  oddEvents: { figure: 'odd_events' },
  lostCalls: { figure: 'lost_calls' },
};
/** The pacer's figure of each legal window is this and the window's name. */
const BUDGET_OF_WINDOW = 'budgetLeft:';

/**
 * Gauges that are written anew at each scrape: a group that this process left and a campaign that ended are gone from the
 * next one, so that the ids of campaigns never pile up.
 */
export class FloorGauges {
  readonly #all: Gauge<string>[] = [];
  readonly #calls: Gauge<string>;
  readonly #agents: Gauge<string>;
  readonly #limited: Gauge<string>;
  readonly #pacing: Gauge<string>;
  readonly #budget: Gauge<string>;
  readonly #queue: Gauge<string>;
  readonly #abandon: Gauge<string>;
  readonly #abandonLimit: Gauge<string>;
  readonly #intents: Gauge<string>;
  readonly #records: Gauge<string>;

  constructor(registry: Registry) {
    const gauge = (name: string, help: string, labelNames: string[]): Gauge<string> => {
      const made = new Gauge({ name, help, labelNames, registers: [registry] });
      this.#all.push(made);
      return made;
    };
    this.#calls = gauge('boda_calls_in_flight', 'Customer legs by state', ['group', 'state']);
    this.#agents = gauge('boda_agents', 'Agents by state', ['group', 'state']);
    this.#limited = gauge('boda_pacing_limited', 'What keeps the group from more calls now: 1 at the word', [
      'group',
      'limited_by',
    ]);
    this.#pacing = gauge('boda_pacing_figure', 'What the pacer knows and decides by (docs/PACING.md)', [
      'group',
      'figure',
    ]);
    this.#budget = gauge(
      'boda_pacing_budget_left_calls',
      'Calls that may yet be abandoned before the limit breaks, by legal window, of the campaign weighed last',
      ['group', 'window'],
    );
    this.#queue = gauge('boda_ready_queue_contacts', 'Contacts ready to be dialed, running campaigns', ['campaign']);
    this.#abandon = gauge(
      'boda_campaign_abandon_ratio',
      'Abandoned of the calls answered by a person in the legal window, running campaigns',
      ['campaign'],
    );
    this.#abandonLimit = gauge('boda_campaign_abandon_limit_ratio', 'The limit of that, running campaigns', [
      'campaign',
    ]);
    this.#intents = gauge(
      'boda_intents_without_record',
      'Attempts of one to ten minutes ago without a call record; closed ones are a fault',
      ['state'],
    );
    this.#records = gauge('boda_call_records_waiting', 'Call records that Postgres has not taken yet', ['place']);
  }

  show(sample: FloorSample): void {
    for (const gauge of this.#all) gauge.reset();
    for (const group of sample.groups) this.#showGroup(group);
    for (const { campaignId: campaign, ratio, limit } of sample.abandon) {
      this.#abandon.set({ campaign }, ratio);
      this.#abandonLimit.set({ campaign }, limit);
    }
    for (const [state, count] of Object.entries(sample.intentsWithoutRecord ?? {})) this.#intents.set({ state }, count);
    this.#records.set({ place: 'memory' }, sample.records.inMemory);
    this.#records.set({ place: 'spool' }, sample.records.spooled);
  }

  #showGroup({ groupKey: group, ...now }: FloorSample['groups'][number]): void {
    for (const [state, count] of Object.entries(now.agents)) this.#agents.set({ group, state }, count);
    for (const [state, count] of Object.entries(now.lines)) this.#calls.set({ group, state }, count);
    this.#limited.set({ group, limited_by: now.limitedBy }, 1);
    for (const [name, value] of Object.entries(now.explain)) {
      if (name.startsWith(BUDGET_OF_WINDOW))
        this.#budget.set({ group, window: name.slice(BUDGET_OF_WINDOW.length) }, value);
      const known = Object.hasOwn(PACING, name) ? PACING[name] : undefined;
      if (known !== undefined && Number.isFinite(value))
        this.#pacing.set({ group, figure: known.figure }, value * (known.factor ?? 1));
    }
    for (const campaign of now.running) this.#queue.set({ campaign }, now.perCampaign[campaign]?.queue ?? 0);
  }
}
