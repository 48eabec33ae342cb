/**
 * Which knowledge is missing: our pacer with one part after another told the truth (or freed of the rule), and how busy the floor
 * is by time of the run. For one campaign.
 */
import type { Chance } from '../../src/pacing/answer-chance.ts';
import { Budget, type BudgetView } from '../../src/pacing/budget.ts';
import { Floor } from '../../src/pacing/floor.ts';
import { Forecast, type Knowledge } from '../../src/pacing/forecast.ts';
import type { Pacer, PacingEvent } from '../../src/pacing/index.ts';
import { Learning } from '../../src/pacing/learning.ts';
import { Truth } from './informed.ts';
import { LIMIT } from './policies.ts';
import type { Scenario } from './scenarios.ts';
import { CAMPAIGN, runWorld, type World } from './world.ts';

interface Told {
  /** The chance of an answer, without doubt. */
  chance?: boolean | undefined;
  /** Ring times until an answer and until another end. */
  ring?: boolean | undefined;
  /** Lives of talk and wrap-up. */
  work?: boolean | undefined;
  /** No budget: a constant θ. */
  theta?: number | undefined;
  /** 1 ÷ limit answers are counted before the first: no cold start of the budget. */
  warm?: boolean | undefined;
  /** At the hard stop it goes on with the least θ of the curve instead of progressive calls. */
  unstopped?: boolean | undefined;
  /** Nothing is kept back for what is on its way, in no size of group. */
  unreserved?: boolean | undefined;
}

const SECOND_MS = 1_000;
const COLD_ANSWERS = 34;
/** As the budget has it just above the stop. */
const LEAST_THETA = 0.05 * LIMIT;
const DAY_MS = 86_400_000;

/** src/pacing/predictive.ts with parts replaced. */
function ablated(world: World, told: Told, truth = new Truth(world)): Pacer {
  const floor = new Floor();
  const learning = new Learning(world.ringTimeoutMs, world.patienceMs);
  const forecast = new Forecast();
  const budget = new Budget();
  budget.configure([{ name: 'default', limit: LIMIT, lengthMs: DAY_MS }]);
  if (told.warm) budget.history(COLD_ANSWERS, 0, -1_000, 0);
  const viewOf = (now: number, chance: Chance): BudgetView => {
    if (told.theta !== undefined) return { state: 'free', theta: told.theta, slack: 0, scale: 1, further: [] };
    const coming = told.unreserved ? 0 : forecast.expectedAnswers + floor.waiting;
    const usual = told.unreserved ? 0 : learning.usualAnswers(floor.working());
    const view = budget.view(now, {
      ...{ coming, usual, chance: chance.mean },
      slowdown: learning.slowdown(learning.usualAnswers(floor.working()), chance.mean),
    });
    return told.unstopped && view.state === 'stop' ? { ...view, state: 'braking', theta: LEAST_THETA } : view;
  };
  const knowledge: Knowledge = {
    get ring() {
      return told.ring ? truth.ring : learning.ring;
    },
    get releases() {
      return told.work ? truth.releases : learning.releases;
    },
    get chance() {
      return told.chance ? truth.chance : learning.chance;
    },
    ageOf: (call, now) => (told.ring ? truth.ageOf(call, now) : learning.ageOf(call, now)),
  };
  let lookedAt = -1;
  const look = (now: number): void => {
    truth.lookAt(now);
    learning.advance(now, floor);
    const second = Math.floor(now / SECOND_MS);
    if (second > lookedAt && floor.lines() > 0 && learning.chance.surprised(CAMPAIGN) > 0) budget.alarm(now);
    lookedAt = second;
  };
  const observe = (event: PacingEvent): void => {
    const change = floor.apply(event);
    if (change === undefined) return;
    learning.learn(change, event.at);
    if (change.kind === 'placed') change.call.planned = budget.planned;
    else if (change.kind === 'connected' || change.kind === 'abandoned')
      budget.count(event.at, change.kind === 'abandoned', change.call.planned);
  };
  return {
    observe,
    decide: (now) => {
      look(now);
      const chance = knowledge.chance.of(CAMPAIGN);
      forecast.look(floor, knowledge, now, new Map([[CAMPAIGN, chance]]));
      const view = viewOf(now, chance);
      const idle = floor.available();
      const most = floor.working() === 0 ? 0 : 20 * floor.working() - floor.lines();
      let count = 0;
      for (let lines = floor.lines(); count < most; lines++) {
        if (lines >= idle && (view.state === 'stop' || forecast.index(chance, view.further) > view.theta)) break;
        forecast.addDial(chance, knowledge);
        count++;
      }
      return { dials: count > 0 ? [{ campaignId: CAMPAIGN, count }] : [], limitedBy: view.state, explain: {} };
    },
    configure: () => {},
    save: () => ({}),
  };
}

interface Course {
  /** Share of the agents' time at work in each span of the run. */
  readonly busy: number[];
}

/** Follows a pacer through a run, by spans of `spanMs`. */
function followed(pacer: Pacer, spanMs: number, spans: number): { pacer: Pacer; course: Course } {
  const zeros = (): number[] => Array.from({ length: spans }, () => 0);
  const busyMs = zeros();
  const signedMs = zeros();
  const agents = new Map<string, string>();
  let busy = 0;
  let signed = 0;
  let last = 0;
  const add = (to: number[], at: number, by: number): void => {
    const i = Math.min(spans - 1, Math.floor(at / spanMs));
    to[i] = (to[i] ?? 0) + by;
  };
  const observe = (event: PacingEvent): void => {
    add(busyMs, last, busy * (event.at - last));
    add(signedMs, last, signed * (event.at - last));
    last = event.at;
    if (event.type === 'agent') {
      const was = agents.get(event.agentId);
      const works = (s: string | undefined): number => (s === 'talking' || s === 'wrapping' ? 1 : 0);
      const there = (s: string | undefined): number => (s === 'available' ? 1 : works(s));
      busy += works(event.state) - works(was);
      signed += there(event.state) - there(was);
      agents.set(event.agentId, event.state);
    }
    pacer.observe(event);
  };
  const course: Course = {
    get busy() {
      return busyMs.map((ms, i) => ms / Math.max(1, signedMs[i] ?? 0));
    },
  };
  const watched: Pacer = {
    observe,
    decide: (now, room) => pacer.decide(now, room),
    configure: (settings) => pacer.configure(settings),
    save: () => pacer.save(),
  };
  return { pacer: watched, course };
}

const SPANS = 12;
const SEEDS = [101, 102, 103, 104, 105, 106];
/** Short runs differ more. */
const SHORT_SEEDS = [...SEEDS, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116];
/** Spends about the limit in most scenarios. */
const THETA = 0.021;

/** Prints what each piece of knowledge, and the rule itself, costs in this scenario. */
export function ablate(scenario: Scenario): void {
  const truth = new Truth({ ...scenario.world, seed: 0 });
  const seeds = scenario.world.hours < 1 ? SHORT_SEEDS : SEEDS;
  const all = { chance: true, ring: true, work: true };
  const told: Record<string, Told> = {
    'told all, no rule': { ...all, theta: THETA },
    'learned all, no rule': { theta: THETA },
    'told all': all,
    'told all, warm': { ...all, warm: true },
    'told all, unstopped': { ...all, unstopped: true },
    'told all, no reserve': { ...all, unreserved: true },
    'learned all': {},
    'told the chance': { chance: true },
    'told ring times': { ring: true },
    'told talk and wrap-up': { work: true },
    'learned, warm': { warm: true },
    'learned, unstopped': { unstopped: true },
    'learned, no reserve': { unreserved: true },
  };
  for (const [name, what] of Object.entries(told)) {
    const busy = Array.from({ length: SPANS }, () => 0);
    let utilisation = 0;
    let abandoned = 0;
    let answers = 0;
    for (const seed of seeds) {
      const world = { ...scenario.world, seed };
      const { pacer, course } = followed(ablated(world, what, truth), (world.hours * 3_600_000) / SPANS, SPANS);
      const out = runWorld(world, pacer, () => pacer);
      utilisation += out.utilisation / seeds.length;
      abandoned += out.abandoned;
      answers += out.abandoned + out.connected;
      for (const [i, share] of course.busy.entries()) busy[i] = (busy[i] ?? 0) + share / seeds.length;
    }
    const spans = busy.map((share) => (100 * share).toFixed(0)).join(' ');
    const rate = ((100 * abandoned) / answers).toFixed(2);
    console.log(`${scenario.name}  ${name.padEnd(22)} ${utilisation.toFixed(4)}  abandoned ${rate} %  ${spans}`);
  }
}
