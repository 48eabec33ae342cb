import { LIFELIKE, type World } from './world.ts';

export interface Scenario {
  name: string;
  world: Omit<World, 'seed'>;
  /** Share of the informed reference's utilisation that is aimed at (issue 4): by the size of the group. */
  aim: number;
  note: string;
}

const MINUTE = 60_000;
const HOUR = 3_600_000;
/** Shifts long enough for some 800 to 5,000 answers. */
const HOURS: Record<number, number> = { 2: 8, 5: 8, 12: 4, 24: 3, 48: 2, 55: 2, 200: 1, 500: 0.5 };
/** Chance of an answer by hour of the day, as it goes by the list of a working day. */
const BY_HOUR = [0.12, 0.3, 0.12, 0.3];

function scenario(name: string, note: string, agents: number, change: Partial<World>): Scenario {
  const together = agents / (change.squads ?? 1);
  const aim = together >= 48 ? 0.985 : together >= 12 ? 0.975 : 0.96;
  const hours = HOURS[agents] ?? 2;
  return { name, note, aim, world: { ...LIFELIKE, agents, hours, answer: () => 0.25, ...change } };
}

const plain = (agents: number, p: number): Scenario =>
  scenario(`${agents}-p${p * 100}`, `${agents} agents, ${p * 100} % answer`, agents, { answer: () => p });

/** Every scenario that PACING.md names, from a cold start. */
export const SCENARIOS: readonly Scenario[] = [
  plain(2, 0.25),
  plain(5, 0.25),
  plain(5, 0.1),
  plain(12, 0.25),
  plain(12, 0.1),
  plain(12, 0.05),
  plain(12, 0.6),
  plain(48, 0.25),
  plain(55, 0.25),
  plain(55, 0.1),
  plain(200, 0.25),
  plain(200, 0.1),
  plain(500, 0.25),
  scenario('squads', 'four squads of 12 apart, beside the same 48 pooled (48-p25)', 48, { squads: 4 }),
  scenario('drift', '12 agents, the answer rate drifts between 10 and 30 %', 12, {
    answer: (t) => 0.2 + 0.1 * Math.sin((2 * Math.PI * t) / (2 * HOUR)),
  }),
  scenario('hours', '12 agents, two days whose hours answer 12, 30, 12 and 30 %', 12, {
    answer: (t) => BY_HOUR[Math.floor(t / HOUR) % 24] ?? 0.2,
    hours: 28,
    presence: [
      { at: 4 * HOUR, count: 0 },
      { at: 24 * HOUR, count: 12 },
    ],
  }),
  scenario('swap-up', '12 agents, after 2 h a list that answers 2.5 times as often', 12, {
    answer: (t) => (t < 2 * HOUR ? 0.12 : 0.3),
  }),
  scenario('swap-down', '12 agents, after 2 h a list that answers 2.5 times less', 12, {
    answer: (t) => (t < 2 * HOUR ? 0.3 : 0.12),
  }),
  scenario('lunch', '48 agents, half of them away for half an hour', 48, {
    presence: [
      { at: 60 * MINUTE, count: 24 },
      { at: 90 * MINUTE, count: 48 },
    ],
  }),
  scenario('vanish', '48 agents, half of them gone in 10 s', 48, {
    presence: Array.from({ length: 10 }, (_, i) => ({ at: HOUR + 1_000 * i, count: 46 - Math.round(2.4 * i) })),
  }),
  scenario('carrier', '12 agents, five minutes without the carrier', 12, {
    carrierDown: (t) => t >= HOUR && t < HOUR + 5 * MINUTE,
  }),
  scenario('short-talk', '12 agents, talks of 40 s', 12, { talkMs: { mean: 40_000, sd: 35_000 } }),
  scenario('long-talk', '12 agents, talks of 400 s', 12, { talkMs: { mean: 400_000, sd: 400_000 }, hours: 8 }),
  scenario('detection', '12 agents, machine detection of 2.5 s that errs', 12, {
    detection: { ms: 2_500, persons: 0.05, machines: 0.1 },
  }),
  scenario('bursts', '12 agents, every 10 min half a minute with answers 2.5 times as often', 12, {
    answer: (t) => (t % (10 * MINUTE) < 30_000 ? 0.5 : 0.2),
  }),
  scenario('cold-12', '12 agents, a campaign of 30 min from cold', 12, { hours: 0.5 }),
  scenario('cold-48', '48 agents, a campaign of 30 min from cold', 48, { hours: 0.5 }),
  scenario('people', '24 agents of different speed, breaks, late sign-ins', 24, {
    speed: 0.35,
    breaks: { everyMs: 40 * MINUTE, ms: 8 * MINUTE },
    signInMs: 20 * MINUTE,
  }),
  scenario('kinds', '12 agents, three kinds of contacts that answer .5, 1 and 1.7 times as often', 12, {
    kinds: [
      { name: 'fresh', share: 0.33, factor: 1.7 },
      { name: 'tried', share: 0.34, factor: 0.8 },
      { name: 'often', share: 0.33, factor: 0.5 },
    ],
  }),
  scenario('campaigns', '24 agents, three campaigns of 3, 3 and 2 % and weights 3, 2, 1', 24, {
    campaigns: [
      { id: 'a', weight: 3, answer: 1 },
      { id: 'b', weight: 2, answer: 0.5 },
      { id: 'c', weight: 1, answer: 1.5, abandonTarget: 0.02 },
    ],
  }),
  scenario('inbound', '24 agents who also take inbound calls', 24, {
    inbound: { everyMs: 4 * MINUTE, ms: { mean: 150_000, sd: 100_000 } },
  }),
  scenario('demo', '48 agents, talks of 45 s, 30 % answer: the floor of npm start, engine restarted after 8 min', 48, {
    talkMs: { mean: 45_000, sd: 40_000 },
    wrapMs: { mean: 15_000, sd: 6_000 },
    answer: () => 0.3,
    hours: 0.25,
    restarts: [8 * MINUTE],
    signInMs: 2_000,
  }),
];

/** Run by their whole name alone, in seconds: they measure nothing, they show that the bench starts, and goes on beside a failure. */
export const HIDDEN: readonly Scenario[] = [
  scenario('smoke', '2 agents for some minutes', 2, { hours: 0.05 }),
  scenario('broken', 'a list that cannot be read', 2, {
    hours: 0.05,
    answer: () => {
      throw new Error('this list cannot be read');
    },
  }),
];
