import { join } from 'node:path';
import { GroupTelephony } from '../asterisk/group-telephony.ts';
import { HttpTransport } from '../asterisk/http-transport.ts';
import { measuredTransport, type NodeMetrics } from '../asterisk/measured-transport.ts';
import { NodeLoad } from '../asterisk/node-load.ts';
import type { AriTransport } from '../asterisk/transport.ts';
import { HttpBinder } from '../binding/http-binder.ts';
import { RecordWriter } from '../cdr/writer.ts';
import { CN_CALENDAR } from '../compliance/calendar.ts';
import { judge } from '../compliance/gate.ts';
import { isDenied, retryPlanned } from '../compliance/retry.ts';
import type { NodeSettings } from '../config/settings.ts';
import { PgAgentStore } from '../db/agent-store.ts';
import { PgAttemptStore } from '../db/attempt-store.ts';
import { PgContactSource } from '../db/contact-source.ts';
import { BINDING_SECRET, createFieldCipher, createPhoneVault, type PhoneVault } from '../db/crypto.ts';
import { PgLeaseStore } from '../db/lease-store.ts';
import { Nudges } from '../db/nudges.ts';
import { ensurePartitions } from '../db/partitions.ts';
import { PgPlanStore } from '../db/plan-store.ts';
import { openPools, type Pools } from '../db/pool.ts';
import { PgPreviewStore } from '../db/preview-store.ts';
import { PgRecordStore } from '../db/record-store.ts';
import { chooseCaller } from '../dialer/caller-choice.ts';
import { Engine } from '../dialer/engine.ts';
import type { EngineEvent, EngineMetrics, Log, Telephony } from '../dialer/ports.ts';
import { QueueFeeder } from '../lists/feeder.ts';
import { QUEUE_FACTOR, QUEUE_FLOOR, queueTarget } from '../lists/target.ts';
import { RedisCallTokens } from '../queue/call-tokens.ts';
import { connectRedis } from '../queue/connect.ts';
import { RedisReadyQueue } from '../queue/ready-queue.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import type { Rng } from '../shared/rng.ts';
import type { NodeSessions } from './node-sessions.ts';

/** The floor's zone until it is a setting of the database. */
export const FLOOR_ZONE = 'Asia/Shanghai';
const DAY_MS = 86_400_000;
/** A wish sent twice is one for so long (FAULTS 49). */
const WISHES_KEPT_MS = 3 * DAY_MS;
/** RTP of a node on this machine stays on its loopback only when it is told so (SETUP.md). */
const LOOPBACK = /^127\.0\.0\.1(:\d+)?$/;

export interface EngineParts {
  databaseUrl: string;
  redisUrl: string;
  redisPrefix?: string;
  secretKey: string;
  nodes: readonly NodeSettings[];
  /** Folder of this process alone, the same in its next life: what could not be written yet lies there. */
  spoolFolder: string;
  /** Unique for each life of the process. */
  owner: string;
  clock: Clock;
  rng: Rng;
  ids: IdSource;
  log: Log;
  metrics: EngineMetrics;
  /** Times of the commands to the nodes; undefined = nobody counts them. */
  nodeMetrics?: NodeMetrics;
  /** Counts the connections to the nodes; undefined = nobody does. */
  sessions?: Pick<NodeSessions, 'counted' | 'read'>;
  emit?(event: EngineEvent): void;
  /** Seconds of silence after which a node gives up an agent's phone; 30 when not given. */
  silentPhoneSeconds?: number;
  /** A Redis command without an answer is given up after this time of the machine's clock, ms. Default: 300. */
  redisTimeoutMs?: number | undefined;
  /** Plans are looked at every so often only, not when Postgres tells of a change: for time that is not the machine's. */
  polled?: boolean;
  /** The wire to a node; the simulated Asterisk can be plugged in here. */
  transportFor?(node: NodeSettings): AriTransport;
}

export interface ComposedEngine {
  engine: Engine;
  pools: Pools;
  vault: PhoneVault;
  agents: PgAgentStore;
  records: RecordWriter;
  recordStore: PgRecordStore;
  queue: RedisReadyQueue;
  nudges: Nudges;
  /** One reason for each thing that is not well; empty = dialing can go on. */
  redisAway(): boolean;
  /** Statements and commands that Postgres and Redis have not answered yet. */
  outstanding(): number;
  /** Closes stores and wires; the engine must be drained or stopped before. */
  close(): Promise<void>;
}

/** The engine with its adapters: what `serve --role all|dialer` runs, and what the tests of the engine start. */
export async function composeEngine(parts: EngineParts): Promise<ComposedEngine> {
  const { clock, rng, ids, log, metrics, databaseUrl, owner } = parts;
  const pools = openPools(databaseUrl, log);
  const vault = createPhoneVault(parts.secretKey);
  const nudges = new Nudges(databaseUrl, clock, log);
  if (parts.polled === true) await nudges.stop();
  const redis = connectRedis({ url: parts.redisUrl, log, commandTimeoutMs: parts.redisTimeoutMs });
  const prefix = parts.redisPrefix ?? 'boda:';
  const queue = new RedisReadyQueue(redis, { prefix });
  const agents = new PgAgentStore(pools.pacing, clock, log);
  const recordStore = new PgRecordStore(pools.records, retryPlanned);
  await ensurePartitions(pools.records, clock.now());
  const daily = clock.every(DAY_MS, () => {
    ensurePartitions(pools.records, clock.now()).catch((error: unknown) =>
      log.error({ error: String(error) }, 'partitions could not be made ahead'),
    );
    agents
      .forgetWishes(clock.now() - WISHES_KEPT_MS)
      .catch((error: unknown) => log.warn({ error: String(error) }, 'old wishes not forgotten'));
  });
  const records = await RecordWriter.open(recordStore, { clock, log, folder: join(parts.spoolFolder, 'records') });
  const transports = new Map<string, AriTransport>();
  const loads = new Map<string, NodeLoad>();
  const binder = new HttpBinder(clock);
  const engine = new Engine({
    clock,
    ids,
    log,
    metrics,
    owner,
    records,
    agents,
    queue,
    attempts: new PgAttemptStore(pools.intents, vault, { floorZone: FLOOR_ZONE, chooseCaller }),
    leases: new PgLeaseStore(pools.pacing),
    plans: new PgPlanStore(pools.pacing, nudges, {
      ...{ clock, owner, floorZone: FLOOR_ZONE, calendar: CN_CALENDAR },
      secrets: createFieldCipher(parts.secretKey, BINDING_SECRET),
    }),
    binder,
    feeder: new QueueFeeder(new PgContactSource(pools.pacing, { floorZone: FLOOR_ZONE }), queue, log),
    tokens: new RedisCallTokens(redis, prefix),
    judge: (facts, campaign, stage) => judge(facts, campaign, stage),
    previewStore: new PgPreviewStore(pools.pacing, { floorZone: FLOOR_ZONE }),
    retries: { planned: retryPlanned, isDenied },
    queueTarget: (atWork, linesPerAgent, ringTimeoutMs) =>
      queueTarget({ agents: atWork, linesPerAgent, ringTimeoutMs, factor: QUEUE_FACTOR, floor: QUEUE_FLOOR }),
    emit: (event) => parts.emit?.(event),
    telephonyFor: (groupKey, nodeName): Telephony | undefined => {
      const node = parts.nodes.find((n) => n.name === nodeName);
      if (!node) return undefined;
      let transport = transports.get(node.name);
      if (!transport) {
        const bare = parts.transportFor?.(node) ?? httpTransport(node, clock);
        const wire = parts.sessions?.counted(node.name, bare) ?? bare;
        const timed = parts.nodeMetrics ? measuredTransport(wire, node.name, parts.nodeMetrics, clock) : wire;
        const load = new NodeLoad(clock);
        loads.set(node.name, load);
        transport = load.watch(timed);
        transports.set(node.name, transport);
      }
      const media = LOOPBACK.test(node.sipHost) ? { mediaAddress: '127.0.0.1' } : {};
      return new GroupTelephony({
        clock,
        rng,
        transport,
        groupKey,
        log,
        odd: (kind) => metrics.oddEvent(kind),
        sessionLimit: (limit) => parts.sessions?.read(nodeName, limit),
        ...media,
        ...(parts.silentPhoneSeconds === undefined ? {} : { silentPhoneSeconds: parts.silentPhoneSeconds }),
      });
    },
    // FAULTS 45: a record that can go neither to Postgres nor to the disk must not be made at all.
    held: () => (records.state().stuck ? 'records-stuck' : undefined),
    nodeSlow: (name) => loads.get(name)?.isSlow === true,
    nodeCaps: (name) => {
      const node = parts.nodes.find((n) => n.name === name);
      return { callsPerSecond: node?.callsPerSecond ?? 0, legs: node?.legs ?? 0 };
    },
  });
  return {
    engine,
    pools,
    vault,
    agents,
    records,
    recordStore,
    queue,
    nudges,
    redisAway: () => redis.status !== 'ready',
    outstanding: () => pools.busy() + redis.commandQueue.length,
    close: async () => {
      daily.cancel();
      await agents.flush().catch(() => undefined);
      await records.stop();
      await nudges.stop();
      for (const transport of transports.values()) await transport.close();
      await binder.close();
      redis.disconnect();
      await pools.close();
    },
  };
}

function httpTransport(node: NodeSettings, clock: Clock): AriTransport {
  return new HttpTransport({ clock, url: node.url, user: node.user, password: node.password });
}
