import { timeOf } from '../../src/asterisk/decode.ts';
import type {
  AriEventHandlers,
  AriEventSocket,
  AriRequest,
  AriResponse,
  AriTransport,
} from '../../src/asterisk/transport.ts';

/** Asterisk's own stamps of one customer leg, ms since the epoch. */
export interface LegTimes {
  createdAt: number | undefined;
  upAt: number | undefined;
  joinedAt: number | undefined;
}

interface Stamps {
  created: string | undefined;
  up: string | undefined;
  joined: string | undefined;
}

interface Seen {
  type?: string;
  timestamp?: string;
  channel?: { id?: string; state?: string };
}

/** A wire that also notes when Asterisk says that customer legs were made, answered and joined; both sides use it alike. */
export class Tap implements AriTransport {
  readonly #wire: AriTransport;
  readonly #legs = new Map<string, Stamps>();

  constructor(wire: AriTransport) {
    this.#wire = wire;
  }

  request(request: AriRequest): Promise<AriResponse> {
    return this.#wire.request(request);
  }

  openEvents(application: string, handlers: AriEventHandlers): AriEventSocket {
    return this.#wire.openEvents(application, {
      open: () => handlers.open(),
      event: (event) => {
        this.#note(event as Seen);
        handlers.event(event);
      },
      badFrame: () => handlers.badFrame(),
      closed: (why) => handlers.closed(why),
    });
  }

  close(): Promise<void> {
    return this.#wire.close();
  }

  times(channelId: string): LegTimes {
    const leg = this.#legs.get(channelId);
    const time = (stamp: string | undefined): number | undefined => (stamp === undefined ? undefined : timeOf(stamp));
    return { createdAt: time(leg?.created), upAt: time(leg?.up), joinedAt: time(leg?.joined) };
  }

  #note({ type, timestamp, channel }: Seen): void {
    const id = channel?.id;
    if (id === undefined || id.includes('.agent.')) return;
    if (type === 'ChannelCreated') this.#legs.set(id, { created: timestamp, up: undefined, joined: undefined });
    const leg = this.#legs.get(id);
    if (leg === undefined) return;
    if (type === 'ChannelStateChange' && channel?.state === 'Up') leg.up ??= timestamp;
    else if (type === 'ChannelEnteredBridge') leg.joined ??= timestamp;
  }
}
