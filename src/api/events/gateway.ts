import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  type AgentStateData,
  agentTopic,
  exportTopic,
  frameBody,
  frameText,
  groupTopic,
  importTopic,
  type Position,
} from '../../domain/event-frame.ts';
import type { Principal } from '../../domain/people.ts';
import type { Timer } from '../../shared/clock.ts';
import type { ApiDeps } from '../deps.ts';
import type { Door, Knock } from '../door.ts';
import { ApiError } from '../errors.ts';
import { shownExport } from '../exports/shown.ts';
import { shownImport } from '../imports/shown.ts';
import type { EventFeed } from '../ports.ts';
import { iso } from '../schemas.ts';
import { LiveCampaigns } from './live-campaigns.ts';
import { EventSocket } from './socket.ts';
import { mayWatch, readSince, readTopics, type Topic } from './topics.ts';

const BEAT_MS = 10_000;
/** FAULTS 57: a session that ended, or whose rights changed, is out within 2 s. */
const RIGHTS_MS = 1_000;
const MOST_INCOMING_BYTES = 4_096;
const AGENT = /"data":\{"agentId":"([0-9a-f-]{36})"/;

interface Reader {
  socket: EventSocket;
  rights: string;
  stops: (() => void)[];
  /** For who sees only some of a group's agents: by group, whom. */
  seen: Map<string, ReadonlySet<string>>;
}

/**
 * `GET /api/v1/events`: an agent's own stream by his ticket, and the topics that supervisors name. Nothing here waits for a
 * reader, and nothing is kept of him but his socket: what he missed stands in the feed.
 */
export class EventGateway implements Door {
  readonly path = '/api/v1/events';
  readonly kind = 'events';
  readonly #deps: ApiDeps;
  readonly #feed: EventFeed;
  readonly #live: LiveCampaigns;
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MOST_INCOMING_BYTES,
  });
  readonly #readers = new Set<Reader>();
  #timers: Timer[] = [];
  #checking = false;
  #closed = false;

  constructor(deps: ApiDeps, feed: EventFeed) {
    this.#deps = deps;
    this.#feed = feed;
    this.#live = new LiveCampaigns(deps);
  }

  async enter({ principal, query, request, socket, head }: Knock): Promise<void> {
    const topics = readTopics(query.get('topics'));
    const since = readSince(query.get('since'));
    if (!principal.permissions.has('agent.work') && topics.length === 0)
      throw new ApiError('forbidden', { message: 'You have no stream of your own; name topics that you may see.' });
    await mayWatch(this.#deps, principal, topics);
    if (this.#closed) throw new ApiError('overloaded', { retryAfterMs: 1_000 });
    if (socket.destroyed) return;
    this.#server.handleUpgrade(request, socket, head, (ws) => void this.#opened(ws, socket, principal, topics, since));
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) timer.cancel();
    this.#live.stop();
    for (const { socket } of this.#readers) socket.close('goingAway');
  }

  /** Never rejects. */
  async #opened(
    ws: WebSocket,
    wire: Duplex,
    principal: Principal,
    topics: readonly Topic[],
    since: Position | undefined,
  ): Promise<void> {
    const ended = () => this.#ended(reader);
    const socket = new EventSocket(ws, wire, principal, this.#deps.clock, ended);
    const reader: Reader = { socket, rights: rightsOf(principal), stops: [], seen: new Map() };
    this.#readers.add(reader);
    this.#watchReaders();
    try {
      if (principal.permissions.has('agent.work')) await this.#ownStream(reader, since);
      for (const topic of topics) await this.#watch(reader, topic);
    } catch (error) {
      this.#deps.logger.debug({ error: String(error) }, 'a reader of events was sent away');
      socket.close('tryAgain');
    }
  }

  #ended(reader: Reader): void {
    this.#readers.delete(reader);
    for (const stop of reader.stops) stop();
    reader.stops = [];
  }

  async #ownStream(reader: Reader, since: Position | undefined): Promise<void> {
    const { socket } = reader;
    const { clock } = this.#deps;
    const { userId } = socket.principal;
    let told = 0;
    const send = (frame: string): void => {
      told += 1;
      socket.send(frame);
    };
    const following = await this.#feed.follow(
      agentTopic(userId),
      { since, claim: true },
      {
        frame: send,
        lost: (why, at) => send(frameText(at, frameBody('resync', clock.now(), { why }))),
        present: (frames, at) => {
          for (const frame of frames) send(frame);
          if (frames.length > 0) return;
          const before = told;
          this.#seatFrame(userId, at).then(
            // Whatever was told meanwhile is newer.
            (frame) => told === before && send(frame),
            () => socket.close('tryAgain'),
          );
        },
        replaced: () => socket.close('replaced'),
      },
    );
    this.#keep(reader, () => following.stop());
  }

  /** How the agent stood when it was last written down; for who comes before anything was told of him. */
  async #seatFrame(agentId: string, at: Position): Promise<string> {
    const seat = await this.#deps.seats.get(agentId);
    const data: AgentStateData = {
      agentId,
      groupId: seat?.groupId ?? null,
      state: (seat?.state ?? 'offline') as AgentStateData['state'],
      reason: seat?.reason ?? null,
      since: seat === undefined ? null : new Date(seat.since).toISOString(),
      leaving: seat?.leaving ?? false,
      attemptId: seat?.call?.attemptId ?? seat?.preview?.attemptId ?? null,
      guest: seat?.guest ?? false,
      wrapUpEndsAt: iso(seat?.wrapUp?.endsAt),
      previewEndsAt: iso(seat?.preview?.endsAt),
    };
    return frameText(at, frameBody('agent.state', this.#deps.clock.now(), data));
  }

  async #watch(reader: Reader, { kind, id }: Topic): Promise<void> {
    const { socket } = reader;
    if (kind === 'campaign') {
      const offer = (frame: string): void => socket.offer(id, frame);
      return this.#keep(reader, this.#live.watch(id, socket.principal.scope, offer));
    }
    if (kind === 'import') return await this.#watchJob(reader, importTopic(id), () => this.#importStands(reader, id));
    if (kind === 'export') return await this.#watchJob(reader, exportTopic(id), () => this.#exportStands(reader, id));
    await this.#look(reader, id);
    const offer = (frame: string): void => {
      const agentId = AGENT.exec(frame)?.[1] ?? '';
      if (reader.seen.get(id)?.has(agentId) ?? true) socket.offer(`${id} ${agentId}`, frame);
    };
    const following = await this.#feed.follow(
      groupTopic(id),
      { since: undefined, claim: false },
      {
        frame: offer,
        present: (frames) => {
          for (const frame of frames) offer(frame);
        },
        // The present states follow and say all.
        lost: () => undefined,
        replaced: () => undefined,
      },
    );
    this.#keep(reader, () => following.stop());
  }

  /** As it stands in Postgres, then what the worker tells. */
  async #watchJob(reader: Reader, topic: string, stand: () => Promise<string | undefined>): Promise<void> {
    const { socket } = reader;
    let told = 0;
    const offer = (frame: string): void => {
      told += 1;
      socket.offer(topic, frame);
    };
    const stands = async (at: Position): Promise<void> => {
      const before = told;
      const body = await stand();
      // Whatever was told meanwhile is newer.
      if (body !== undefined && told === before) offer(frameText(at, body));
    };
    const following = await this.#feed.follow(
      topic,
      { since: undefined, claim: false },
      {
        frame: offer,
        present: (_none, at) => void stands(at).catch(() => socket.close('tryAgain')),
        // The present state follows.
        lost: () => undefined,
        replaced: () => undefined,
      },
    );
    this.#keep(reader, () => following.stop());
  }

  async #importStands({ socket }: Reader, id: string): Promise<string | undefined> {
    const { imports, clock } = this.#deps;
    const view = await imports.get(socket.principal.scope, id);
    return view && frameBody('import.progress', clock.now(), shownImport(view));
  }

  async #exportStands({ socket }: Reader, id: string): Promise<string | undefined> {
    const { exports, clock } = this.#deps;
    const view = await exports.get(socket.principal, id);
    return view && frameBody('export.progress', clock.now(), shownExport(view));
  }

  async #look(reader: Reader, groupId: string): Promise<void> {
    const seen = await this.#deps.groups.agentsSeen(reader.socket.principal.scope, groupId);
    if (seen !== undefined) reader.seen.set(groupId, seen);
  }

  #keep(reader: Reader, stop: () => void): void {
    if (reader.socket.closed) stop();
    else reader.stops.push(stop);
  }

  #watchReaders(): void {
    if (this.#timers.length > 0) return;
    const { clock } = this.#deps;
    this.#timers = [
      clock.every(BEAT_MS, () => {
        for (const { socket } of this.#readers) socket.beat();
      }),
      clock.every(RIGHTS_MS, () => void this.#checkRights()),
    ];
  }

  /** One statement for all readers of this process. Never rejects. */
  async #checkRights(): Promise<void> {
    if (this.#checking || this.#readers.size === 0) return;
    this.#checking = true;
    try {
      const readers = [...this.#readers];
      const now = await this.#deps.sessions.present(readers.map(({ socket }) => socket.principal.via));
      for (const { socket, rights } of readers) {
        const principal = now.get(socket.principal.via.id);
        if (principal === undefined || rightsOf(principal) !== rights) socket.close('revoked');
      }
      for (const reader of readers)
        for (const groupId of reader.seen.keys()) if (!reader.socket.closed) await this.#look(reader, groupId);
    } catch (error) {
      // Postgres is away: nobody's rights can have been changed since.
      this.#deps.logger.warn({ error: String(error) }, 'the rights of those who read events could not be checked');
    } finally {
      this.#checking = false;
    }
  }
}

/** All that decides what a reader may see. */
function rightsOf({ permissions, scope, mustChangePassword }: Principal): string {
  return JSON.stringify([[...permissions].sort(), scope.kind, scope.squadId, scope.departmentId, mustChangePassword]);
}
