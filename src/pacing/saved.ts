import { AgentPace, USUAL_PACE } from './agent-pace.ts';
import { NO_HOUR } from './answer-chance.ts';
import { FORMAT, type SavedPacer } from './pacer.ts';
import { type Counts, recentOf } from './recent-answers.ts';

const FORMATS: readonly number[] = [1, 2, 3, FORMAT];

/** Reads what `save()` gave, possibly by way of JSON and from an older version; undefined: a cold start. */
export function readSaved(saved: unknown): SavedPacer | undefined {
  if (typeof saved !== 'object' || saved === null || !('format' in saved)) return undefined;
  const { format } = saved;
  if (typeof format !== 'number' || !FORMATS.includes(format)) return undefined;
  const read = structuredClone(saved) as SavedPacer;
  const { learning } = read.predictive;
  // Format 1 did not count calls of full ring time; to know of none is the careful reading.
  if (format === 1) learning.chance.ripe = 0;
  // Formats 1 and 2 knew neither single agents nor hours of the day: all agents alike, all hours alike.
  if (format < 3) {
    learning.pace = new AgentPace().save();
    for (const [, agent] of read.floor.agents) agent.pace = USUAL_PACE;
    for (const [, counts] of learning.chance.campaigns) Object.assign(counts, { hours: {}, hour: NO_HOUR });
  }
  // Until format 4 one memory stood for the last minutes.
  if (format < 4)
    for (const [, counts] of learning.chance.campaigns) {
      Object.assign(counts, { recent: recentOf((counts as unknown as { short: Counts }).short) });
      Reflect.deleteProperty(counts, 'short');
    }
  return { ...read, format: FORMAT };
}

/** The learned part alone (index.ts `learnedState`). */
export function learnedOf(saved: unknown): SavedPacer | undefined {
  const read = readSaved(saved);
  if (read === undefined) return undefined;
  const { predictive } = read;
  const { learning } = predictive;
  return {
    ...read,
    // The next life's clock may run behind this one's.
    now: null,
    floor: { agents: [], calls: [], outcomes: [], odd: 0, lost: 0 },
    predictive: {
      ...predictive,
      carrier: { refused: 0, other: 0, at: null },
      peak: [0, null],
      loopedAt: null,
      // Spells and trials under way end in a life that does not know when they began.
      learning: { ...rounded(learning), pending: [], maturing: [], sweptAt: null, foldedAt: null },
      budgets: predictive.budgets.map(([id, budget]) => [id, { ...budget, windows: [], planned: 0, alarmUntil: 0 }]),
    },
  };
}

const DIGITS = 5;

/** Counts need no sixteen digits. */
function rounded<T>(value: T): T {
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'number' && !Number.isInteger(part) ? Number(part.toPrecision(DIGITS)) : part,
  );
  return JSON.parse(text) as T;
}
