import { numberFor } from '../../scripts/asterisk/numbers.ts';
import { trunkUri } from '../../scripts/asterisk/start.ts';
import { GroupTelephony } from '../../src/asterisk/group-telephony.ts';
import type { TelephonyEvent } from '../../src/dialer/ports.ts';
import { type StepResult, summarize } from './result.ts';
import type { Stage } from './stage.ts';
import { Tap } from './tap.ts';

/** As long as the engine's callees talk. */
const TALK_MS = 900;
/** A call that has not ended by then counts as failed. */
const LONGEST_MS = 20_000;
/** So many at once, and the probe waits: more would only measure the pile. */
const MOST_AT_ONCE = 1_000;
const TURN_MS = 5;

const GROUP = 'probe';

/** The bare path: originate, an own bridge, addChannel, hang up, through the engine's own client; no engine, no stores. */
export class Probe {
  readonly #stage: Stage;
  readonly #tap: Tap;
  readonly #telephony: GroupTelephony;
  readonly #open = new Map<string, () => void>();
  readonly #failures: Record<string, number> = {};
  #serial = 0;

  private constructor(stage: Stage) {
    const { clock, rng } = stage;
    this.#stage = stage;
    this.#tap = new Tap(stage.wire());
    this.#telephony = new GroupTelephony({
      clock,
      rng,
      transport: this.#tap,
      groupKey: GROUP,
      log: stage.log(),
      mediaAddress: '127.0.0.1',
      odd: () => undefined,
    });
  }

  static async open(stage: Stage): Promise<Probe> {
    const probe = new Probe(stage);
    await probe.#telephony.useTrunk({ key: 'carrier', sipUri: trunkUri(stage.carrier), codecs: ['alaw', 'ulaw'] });
    await new Promise<void>((up) => {
      probe.#telephony.start({
        event: (event) => probe.#take(event),
        link: (event) => (event.type === 'up' ? up() : undefined),
      });
    });
    return probe;
  }

  /** `calls` calls, `offered` a second, whatever becomes of those before. */
  async step(offered: number, calls: number): Promise<StepResult> {
    for (const why of Object.keys(this.#failures)) delete this.#failures[why];
    const meter = this.#stage.meter();
    const channels: string[] = [];
    const under: Promise<void>[] = [];
    const from = performance.now();
    await new Promise<void>((done) => {
      const turn = this.#stage.clock.every(TURN_MS, () => {
        const due = Math.min(calls, Math.floor(((performance.now() - from) / 1_000) * offered) + 1);
        while (channels.length < due && this.#open.size < MOST_AT_ONCE) {
          const id = this.#stage.ids.next();
          channels.push(`${GROUP}.${id}`);
          under.push(this.#call(id));
        }
        if (channels.length < calls) return;
        turn.cancel();
        done();
      });
    });
    await Promise.all(under);
    const legs = channels.map((channel) => this.#tap.times(channel));
    const failures = { ...this.#failures };
    return summarize({ side: 'probe', offered, calls, legs, failures, cpu: meter.take() });
  }

  async close(): Promise<void> {
    await this.#telephony.stop();
    await this.#tap.close();
  }

  /** Resolves when the call has ended; never rejects. */
  async #call(id: string): Promise<void> {
    const channelId = `${GROUP}.${id}`;
    const bridgeId = bridgeOf(channelId);
    let late: { cancel(): void } | undefined;
    const ended = new Promise<void>((done) => {
      this.#open.set(channelId, done);
      late = this.#stage.clock.after(LONGEST_MS, () => {
        this.#failed('no end within 20 s');
        done();
      });
    });
    try {
      await this.#telephony.makeBridge(bridgeId);
      const outcome = await this.#telephony.place({
        channelId,
        attemptId: id,
        trunkKey: 'carrier',
        number: numberFor('silent', this.#serial++ % 100_000),
        callerId: '',
        ringTimeoutMs: 15_000,
        guardSeconds: 10,
        maxSeconds: 60,
        message: 'boda-abandoned',
      });
      if (outcome.kind === 'sent') await ended;
      else this.#failed(`originate ${outcome.kind}: ${outcome.why}`);
    } catch (error) {
      this.#failed(String(error));
    }
    late?.cancel();
    this.#open.delete(channelId);
    await this.#telephony.removeBridge(bridgeId).catch(() => undefined);
  }

  #take(event: TelephonyEvent): void {
    if (event.type === 'entered') void this.#join(event.channelId);
    else if (event.type === 'ended') this.#open.get(event.channelId)?.();
  }

  async #join(channelId: string): Promise<void> {
    try {
      await this.#telephony.join(channelId, bridgeOf(channelId));
    } catch (error) {
      this.#failed(`join: ${String(error)}`);
    }
    this.#stage.clock.after(TALK_MS, () => void this.#telephony.hangUp(channelId).catch(() => undefined));
  }

  #failed(why: string): void {
    const short = why.replace(/[0-9a-f]{8}-[0-9a-f-]+/g, '…').slice(0, 80);
    this.#failures[short] = (this.#failures[short] ?? 0) + 1;
  }
}

/** Not the leg's own id: a leg and a bridge with one name hide each other (docs/asterisk-measured.md). */
function bridgeOf(channelId: string): string {
  return channelId.replace('.', '.bridge.');
}
