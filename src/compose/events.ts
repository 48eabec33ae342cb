import { shownExport } from '../api/exports/shown.ts';
import { shownImport } from '../api/imports/shown.ts';
import type { EventFeed, GroupFigures, LiveFigures } from '../api/ports.ts';
import type { Db } from '../db/pool.ts';
import { PgScreenPops } from '../db/screen-pops.ts';
import type { EngineEvent, Log } from '../dialer/ports.ts';
import type { GroupFigures as EngineFigures } from '../dialer/runner.ts';
import { exportTopic, frameBody, importTopic } from '../domain/event-frame.ts';
import type { ExportView } from '../domain/export.ts';
import type { ImportView } from '../lists/ports.ts';
import { connectRedis } from '../queue/connect.ts';
import { RedisEventFeed } from '../queue/event-feed.ts';
import { RedisEventLog } from '../queue/event-stream.ts';
import { RedisFigureBoard } from '../queue/figure-board.ts';
import { RedisSessionBoard } from '../queue/session-board.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { EventPublisher } from './event-publisher.ts';
import { JobFrames } from './job-frames.ts';
import { PopsAhead } from './pops-ahead.ts';

const FIGURES_MS = 1_000;
/** Nothing of dialing waits for these; a page rather waits than is sent away. */
const COMMAND_TIMEOUT_MS = 2_000;

export interface EventParts {
  redisUrl: string;
  redisPrefix?: string;
  clock: Clock;
  ids: IdSource;
  log: Log;
}

/** The engine as far as its figures go. */
interface FiguresSource {
  groups(): string[];
  figures(groupId: string): EngineFigures | undefined;
}

export interface ComposedEvents {
  feed: EventFeed;
  /** Connections to the nodes, by process. */
  sessionBoard: RedisSessionBoard;
  /** Figures of a group from the engine of this process, else from Redis. */
  live: LiveFigures;
  /** Hear of imports and exports and tell those who watch. */
  imports: JobFrames<ImportView>;
  exports: JobFrames<ExportView>;
  /** Told of all that the engine does; nothing before `publish`. */
  emit(event: EngineEvent): void;
  /** Appends an event to a topic; rejects while Redis is away. */
  tell(topic: string, body: string): Promise<unknown>;
  /** In a process that dials: tells Redis what the engine does. */
  publish(engine: FiguresSource, db: Db): void;
  close(): void;
}

/** The stream of events between dialers and gateways, over Redis. */
export function composeEvents(parts: EventParts): ComposedEvents {
  const { redisUrl: url, clock, ids, log } = parts;
  const prefix = parts.redisPrefix ?? 'boda:';
  const redis = connectRedis({ url, log, commandTimeoutMs: COMMAND_TIMEOUT_MS });
  const subscriber = connectRedis({ url, log, commandTimeoutMs: COMMAND_TIMEOUT_MS });
  const stream = new RedisEventLog(redis, { prefix, newEpoch: () => ids.next() });
  const feed = new RedisEventFeed({ subscriber, log: stream, clock, logger: log });
  const imports = new JobFrames<ImportView>({
    ...{ clock, log: stream, topicOf: importTopic },
    bodyOf: (view, now) => frameBody('import.progress', now, shownImport(view)),
  });
  const exports = new JobFrames<ExportView>({
    ...{ clock, log: stream, topicOf: exportTopic },
    bodyOf: (view, now) => frameBody('export.progress', now, shownExport(view)),
  });
  const board = new RedisFigureBoard<GroupFigures>(redis, prefix);
  let publisher: EventPublisher | undefined;
  let engine: FiguresSource | undefined;

  const tellFigures = async (): Promise<void> => {
    const figures = new Map<string, GroupFigures>();
    for (const groupId of engine?.groups() ?? []) {
      const each = engine?.figures(groupId);
      if (each !== undefined) figures.set(groupId, shownFigures(each));
    }
    try {
      if (await board.tell(figures)) publisher?.forgotten(new Set(figures.keys()));
    } catch (error) {
      log.debug({ error: String(error) }, 'figures cannot be told');
    }
  };
  const timers = [clock.every(FIGURES_MS, () => void tellFigures())];

  return {
    feed,
    imports,
    exports,
    sessionBoard: new RedisSessionBoard(redis, prefix),
    live: {
      group: async (groupId) => {
        const own = engine?.figures(groupId);
        if (own !== undefined) return shownFigures(own);
        try {
          return await board.read(groupId, clock.now());
        } catch {
          return undefined;
        }
      },
    },
    emit: (event) => publisher?.emit(event),
    tell: (topic, body) => stream.append({ topic, body, replay: true, anew: false }, clock.now()),
    publish: (source, db) => {
      engine = source;
      const groups = () => source.groups();
      const pops = new PopsAhead(new PgScreenPops(db));
      publisher = new EventPublisher({ clock, logger: log, log: stream, pops, groups });
    },
    close: () => {
      for (const timer of timers) timer.cancel();
      publisher?.stop();
      imports.stop();
      exports.stop();
      feed.stop();
      redis.disconnect();
      subscriber.disconnect();
    },
  };
}

function shownFigures({ at, agents, perCampaign, limitedBy, explain }: EngineFigures): GroupFigures {
  const campaigns = Object.fromEntries(
    Object.entries(perCampaign).map(([id, { queue, ...rest }]) => [id, { ...rest, queued: queue }]),
  );
  return { at, agents, campaigns, pacing: { limitedBy, explain } };
}
