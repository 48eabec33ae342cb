import { describe, expect, it } from 'vitest';
import { EventLink } from '../../../src/asterisk/event-link.ts';
import type { AriEventHandlers, AriTransport } from '../../../src/asterisk/transport.ts';
import type { LinkEvent } from '../../../src/dialer/ports.ts';
import { SeededRng } from '../../../src/shared/rng.ts';
import { VirtualClock } from '../../../src/shared/virtual-clock.ts';
import { SimAsterisk } from '../../../src/sim/asterisk.ts';
import { SimTransport } from '../../support/virtual/sim-transport.ts';

/** Keeps the handlers of each stream that was asked for, and when that was. */
class Streams implements AriTransport {
  readonly opened: { at: number; handlers: AriEventHandlers }[] = [];
  readonly #clock: VirtualClock;
  readonly #inner: AriTransport;
  constructor(clock: VirtualClock, inner: AriTransport) {
    this.#clock = clock;
    this.#inner = inner;
  }
  request: AriTransport['request'] = (request) => this.#inner.request(request);
  openEvents: AriTransport['openEvents'] = (application, handlers) => {
    this.opened.push({ at: this.#clock.now(), handlers });
    return this.#inner.openEvents(application, handlers);
  };
  close = (): Promise<void> => this.#inner.close();
}

function setUp(seed = 1, down = false) {
  const clock = new VirtualClock();
  const sim = new SimAsterisk({ clock, rng: new SeededRng(1) });
  sim.down = down;
  const streams = new Streams(clock, new SimTransport(sim, clock));
  const links: LinkEvent[] = [];
  const odd: string[] = [];
  const link = new EventLink({
    clock,
    rng: new SeededRng(seed),
    transport: streams,
    application: 'boda-g',
    prepare: async () => ({ restarted: false }),
    checkHealth: async () => undefined,
    event: () => {},
    link: (event) => links.push(event),
    odd: (kind) => odd.push(kind),
  });
  return { clock, sim, streams, links, odd, link };
}

const gaps = (times: readonly number[]): number[] => times.slice(1).map((at, i) => at - (times[i] as number));

describe('the link to a node', () => {
  it('goes on trying for ever, at most about 5 s apart, and two links never in step', () => {
    const waits = [1, 2].map((seed) => {
      const { clock, streams, link } = setUp(seed, true);
      link.start();
      clock.advance(3_600_000);
      link.stop();
      return gaps(streams.opened.map(({ at }) => at));
    });
    const [one = [], two = []] = waits;
    for (const all of [one, two]) {
      expect(all.length).toBeGreaterThan(3_600_000 / 5_010);
      expect(Math.max(...all)).toBeLessThanOrEqual(5_010);
      // Half of the longest pause is the least once it has grown: nobody hammers a node that is down.
      expect(Math.min(...all.slice(10))).toBeGreaterThanOrEqual(2_500);
      expect(new Set(all.slice(10)).size).toBeGreaterThan(100);
    }
    expect(one).not.toEqual(two);
  });

  it('counts an event that nobody has heard of and one whose shape is wrong, and goes on', async () => {
    const { clock, streams, links, odd, link } = setUp();
    link.start();
    clock.advance(10);
    await Promise.resolve();
    const [{ handlers } = { handlers: undefined }] = streams.opened;
    handlers?.event({ type: 'ChannelTeleported', application: 'boda-g', timestamp: '2026-11-23T22:52:25.088+0000' });
    handlers?.event({ type: 'ChannelDestroyed', application: 'boda-g', timestamp: '2026-11-23T22:52:25.088+0000' });
    handlers?.badFrame();
    expect(odd).toEqual(['unknown-event', 'bad-shape', 'bad-json']);
    expect(links.map(({ type }) => type)).toEqual(['up']);
    expect(link.isUp).toBe(true);
    link.stop();
  });
});
