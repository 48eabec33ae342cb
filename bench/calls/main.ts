/**
 * The engine's whole path on the real Asterisk beside the bare probe, in one run:
 * `npm run bench -- calls [--rates 25,50,100,200] [--calls 1000] [--search 6] [--sides probe,engine] [--no-audio] [--statements]`.
 * docs/BENCHMARKS.md tells what is measured and what came out. The last line is JSON.
 */
import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { engineStep } from './engine-side.ts';
import { Probe } from './probe.ts';
import { HEADING, line, P99_LIMIT_MS, type StepResult } from './result.ts';
import { Stage } from './stage.ts';

type Side = 'probe' | 'engine';
/** A step lasts at least so long, or a fast one would be over before it is in its stride. */
const SHORTEST_STEP_S = 8;
/** Calls of the step with audio a second. */
const AUDIO_RATE = 25;

const { values } = parseArgs({
  options: {
    rates: { type: 'string', default: '25,50,100,200' },
    calls: { type: 'string', default: '1000' },
    search: { type: 'string', default: '6' },
    sides: { type: 'string', default: 'probe,engine' },
    'no-audio': { type: 'boolean', default: false },
    /** What each statement costs Postgres, after each step of the engine; the figures beside it are dearer for it. */
    statements: { type: 'boolean', default: false },
  },
});
const rates = values.rates.split(',').map((rate) => whole('rates', rate, 1));
const least = whole('calls', values.calls, 1);
const searches = whole('search', values.search, 0);
const sides = values.sides.split(',').map(sideOf);

const startLoad = loadavg()[0] ?? 0;
const stage = await Stage.open({ statements: values.statements });
const results: StepResult[] = [];
let failed = false;
process.once('SIGINT', () => void stage.close().finally(() => process.exit(130)));
try {
  const probe = await Probe.open(stage);
  const measure = async (side: Side, offered: number): Promise<StepResult> => {
    const calls = Math.max(least, least < 1_000 ? least : offered * SHORTEST_STEP_S);
    return show(
      side === 'probe' ? await probe.step(offered, calls) : await engineStep(stage, { offered, calls, audio: false }),
    );
  };
  if (sides.includes('probe')) await probe.step(25, 100);
  console.log(HEADING);
  for (const rate of rates) for (const side of sides) await measure(side, rate);
  // Turn by turn, so that both sides meet the machine in the same mood.
  for (let turn = 0; turn < searches; turn++) {
    for (const side of sides) {
      const rate = nextRate(side);
      if (rate !== undefined) await measure(side, rate);
    }
  }
  if (!values['no-audio'] && sides.includes('engine'))
    show(await engineStep(stage, { offered: AUDIO_RATE, calls: least, audio: true }));
  await probe.close();
} catch (error) {
  failed = true;
  console.error(error);
} finally {
  await stage.close();
}

const best = { probe: sustained('probe'), engine: sustained('engine') };
const ratio = best.probe > 0 ? Math.round((best.engine / best.probe) * 100) : undefined;
const first = results.find((r) => r.side === 'engine' && r.offered === 25);
console.log(
  `held (no failure, p99 < ${P99_LIMIT_MS} ms): probe ${best.probe}/s, engine ${best.engine}/s = ${ratio ?? '–'} %`,
);
const machine = {
  cpus: cpus().length,
  model: cpus()[0]?.model ?? '',
  loadBefore: startLoad,
  loadAfter: loadavg()[0] ?? 0,
  node: process.version,
};
const aims = {
  ratio: ratio === undefined ? undefined : ratio >= 70,
  p50At25: first && first.p50Ms <= 30,
  p99At25: first && first.p99Ms <= 150,
};
console.log(JSON.stringify({ bench: 'calls', asterisk: stage.version, machine, best, ratio, aims, steps: results }));
process.exit(failed ? 1 : 0);

/**
 * The next rate to try on the way to the highest that a side holds: between the highest held and the lowest lost, to one
 * part in thirty. A rate is lost when it was missed twice, because one hiccup of the machine can cost a step.
 */
function nextRate(side: Side): number | undefined {
  const mine = results.filter((r) => r.side === side);
  const held = Math.max(0, ...mine.filter((r) => r.sustained).map((r) => r.offered));
  const missed = mine.filter((r) => !r.sustained && r.offered > held).map((r) => r.offered);
  if (held === 0) return undefined;
  const lowest = Math.min(...missed);
  if (lowest === Number.POSITIVE_INFINITY) return Math.round((held * 1.4) / 5) * 5;
  if (missed.filter((rate) => rate === lowest).length < 2) return lowest;
  return lowest / held < 1.03 ? undefined : Math.round((held + lowest) / 2);
}

function show(result: StepResult): StepResult {
  results.push(result);
  console.log(line(result));
  const notes = [
    ...Object.entries(result.failures).map(([why, times]) => `${times} × ${why}`),
    ...result.lost,
    ...(result.own ? [`the engine itself saw p50 ${result.own.p50Ms} p99 ${result.own.p99Ms} ms`] : []),
    ...(result.audio ? [`audio both ways in ${result.audio.bothWays} of ${result.audio.asked} talks asked`] : []),
    ...stage.complaints(),
  ];
  for (const note of notes) console.log(`    ${note}`);
  return result;
}

function sustained(side: Side): number {
  return Math.max(0, ...results.filter((r) => r.side === side && r.sustained).map((r) => r.reached));
}

function sideOf(given: string): Side {
  if (given === 'probe' || given === 'engine') return given;
  return wrong('sides', given, 'probe, engine or both');
}

function whole(name: string, given: string, from: number): number {
  const value = Number(given);
  return Number.isInteger(value) && value >= from ? value : wrong(name, given, `a whole number from ${from}`);
}

function wrong(name: string, given: string, wanted: string): never {
  console.error(`--${name}: ${given} given, ${wanted} wanted`);
  process.exit(2);
}
