import { countedTransport } from '../asterisk/session-count.ts';
import type { AriTransport } from '../asterisk/transport.ts';
import type { Log } from '../dialer/ports.ts';
import type { HeldSessions, RedisSessionBoard } from '../queue/session-board.ts';
import type { Clock, Timer } from '../shared/clock.ts';

/** Connections of a process that dials: its pool may open all of these at any moment (http-transport.ts). */
const POOL = 32;
/** Before 80 % (FAULTS 28): while there is still time to raise the limit. */
const ALARM = 0.75;
/** Above it no further phone comes in: what is left is for ARI itself, whose sockets must be able to come back. */
const FULL = 0.9;
const TELL_MS = 1_000;

export interface NodeUse {
  node: string;
  /** Held by all processes of Boda, pools counted whole. */
  used: number;
  /** Undefined: no process has read it from the node yet. */
  limit: number | undefined;
}

interface SessionDeps {
  clock: Clock;
  log: Log;
  board: RedisSessionBoard;
  /** Unique for each life of the process. */
  process: string;
  nodes: readonly string[];
}

interface Own {
  dials: boolean;
  streams: number;
  limit: number | undefined;
}

/**
 * The nodes' `sessionlimit` while the floor is at work (ASTERISK.md 7): Asterisk tells nobody how many connections it has,
 * so every process counts its own, tells the others over Redis, and each adds them up. What is not Boda's (a person's
 * browser, another program on ARI) is not seen. With Redis away the last counts of the others stand.
 */
export class NodeSessions {
  readonly #own = new Map<string, Own>();
  readonly #deps: SessionDeps;
  readonly #timer: Timer;
  readonly #alarmed = new Set<string>();
  #others: Record<string, HeldSessions>[] = [];
  #phones: (node: string) => number = () => 0;
  #busy = false;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    for (const node of deps.nodes) this.#own.set(node, { dials: false, streams: 0, limit: undefined });
    this.#timer = deps.clock.every(TELL_MS, () => void this.#tell());
    void this.#tell();
  }

  /** Counts what goes over the wire to the node. */
  counted(node: string, wire: AriTransport): AriTransport {
    const own = this.#ownOf(node);
    own.dials = true;
    return countedTransport(wire, (streams) => {
      own.streams = streams;
    });
  }

  /** The node was asked; undefined: it cannot say. */
  read(node: string, limit: number | undefined): void {
    if (limit === undefined)
      this.#deps.log.warn(
        { node },
        'the node does not tell its sessionlimit (func_config is not loaded): no alarm before it is full',
      );
    else this.#ownOf(node).limit = limit;
  }

  /** Where the phones of this process are counted. */
  countPhones(count: (node: string) => number): void {
    this.#phones = count;
  }

  use(node: string): NodeUse {
    const own = this.#heldHere(node);
    const others = this.#others.flatMap((nodes) => nodes[node] ?? []);
    const used = others.reduce((sum, { held }) => sum + held, own.held);
    return { node, used, limit: own.limit ?? others.find(({ limit }) => limit !== undefined)?.limit };
  }

  all(): NodeUse[] {
    return [...this.#own.keys()].map((node) => this.use(node));
  }

  /** Whether one more phone may come in. */
  hasRoom(node: string): boolean {
    const { used, limit } = this.use(node);
    return limit === undefined || used + 1 <= limit * FULL;
  }

  /** For whoever looks at the service's health; undefined: nothing to say. */
  warning(): string | undefined {
    const close = this.all().filter(isClose);
    if (close.length === 0) return undefined;
    return close
      .map(({ node, used, limit }) => `${node}: ${used} of ${limit} connections (http.conf sessionlimit)`)
      .join('; ');
  }

  async stop(): Promise<void> {
    this.#timer.cancel();
    await this.#deps.board.leave(this.#deps.process).catch(() => undefined);
  }

  #ownOf(node: string): Own {
    const known = this.#own.get(node) ?? { dials: false, streams: 0, limit: undefined };
    this.#own.set(node, known);
    return known;
  }

  #heldHere(node: string): HeldSessions {
    const { dials, streams, limit } = this.#ownOf(node);
    return { held: (dials ? POOL : 0) + streams + this.#phones(node), limit };
  }

  /** Never rejects. */
  async #tell(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const { board, process, clock, log } = this.#deps;
    try {
      const own = Object.fromEntries([...this.#own.keys()].map((node) => [node, this.#heldHere(node)]));
      this.#others = await board.exchange(process, own, clock.now());
    } catch (error) {
      log.debug({ error: String(error) }, 'connections to the nodes cannot be told');
    } finally {
      this.#busy = false;
    }
    this.#alarm();
  }

  #alarm(): void {
    const { log } = this.#deps;
    for (const use of this.all()) {
      const { node, used, limit } = use;
      if (!isClose(use)) {
        if (this.#alarmed.delete(node)) log.info({ node, used, limit }, 'the node has connections to spare again');
      } else if (!this.#alarmed.has(node)) {
        this.#alarmed.add(node);
        log.error(
          { node, used, limit },
          'the node is close to its sessionlimit: raise it in http.conf, or move a group',
        );
      }
    }
  }
}

function isClose({ used, limit }: NodeUse): boolean {
  return limit !== undefined && used >= limit * ALARM;
}
