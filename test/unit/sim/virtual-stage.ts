import { SeededRng } from '../../../src/shared/rng.ts';
import { VirtualClock } from '../../../src/shared/virtual-clock.ts';
import { SimAsterisk, type SimOptions } from '../../../src/sim/asterisk.ts';
import type { Ear, Heard, Stage } from './scenarios.ts';
import type { Scribe } from './story.ts';

/** A simulated Asterisk on a clock of its own, in this process. */
export function simulated(options: Partial<SimOptions> = {}): { sim: SimAsterisk; clock: VirtualClock } {
  const clock = new VirtualClock();
  const sim = new SimAsterisk({ clock, rng: new SeededRng(1), phone: { answerMs: 0 }, ...options });
  return { sim, clock };
}

/** Plays on a simulated Asterisk; time moves only by `pass` and by waiting for an event. */
export function virtualStage(sim: SimAsterisk, clock: VirtualClock, scribe: Scribe): Stage {
  const ask = (method: string, path: string, body?: unknown) => {
    const url = new URL(`http://sim${path}`);
    const answer = sim.handle(method, decodePath(path), Object.fromEntries(url.searchParams), body);
    return { status: answer.status, body: answer.body };
  };
  return {
    carrierUri: 'sip:carrier.sim',
    phoneUri: 'sip:phone.sim',
    silentUri: 'sip:silent.sim',
    request: async (method, path, body) => {
      const answer = ask(method, path, body);
      scribe.answer(method, path, answer.status, answer.body);
      return answer;
    },
    // What takes its own time in Asterisk is done at once here: the scribe's comparison tells if it is not.
    settled: async (path) => {
      const { status, body } = ask('GET', path);
      scribe.answer('GET', path, status, body);
    },
    open: async (app, name = app) => virtualEar(sim, clock, app, (event) => scribe.heard(name, event)),
    pass: async (ms) => clock.advance(ms),
  };
}

/** The path without its query, as the server hands it on. */
function decodePath(path: string): string {
  return path.split('?')[0] ?? path;
}

function virtualEar(sim: SimAsterisk, clock: VirtualClock, app: string, note: (event: Heard) => void): Ear {
  const waiting: Heard[] = [];
  const connection = sim.connect(
    app,
    {},
    {
      event: (event) => {
        note(event);
        waiting.push(event);
      },
    },
  );
  return {
    hears: async (type, channelId) => {
      const limit = clock.now() + 60_000;
      for (;;) {
        const index = waiting.findIndex(
          (e) => e.type === type && (!channelId || (e.channel as { id?: string } | undefined)?.id === channelId),
        );
        if (index >= 0) return waiting.splice(index, 1)[0] as Heard;
        if (!clock.step(limit)) throw new Error(`nothing more to come, and no ${type} of ${channelId ?? 'anything'}`);
      }
    },
    close: async () => connection?.close(),
  };
}
