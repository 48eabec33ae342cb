import { connect, type Socket } from 'node:net';
import type { Clock } from '../shared/clock.ts';
import type { AriClient } from './ari-client.ts';
import { readInfo, readVariable } from './decode.ts';

/** The node cannot be dialed through until a person mends it; the message says what is wrong and what is wanted. */
export class NodeUnfit extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NodeUnfit';
  }
}

/** `22.10.1 <= version < 23` (ASTERISK.md 22). Throws `NodeUnfit`. */
export function checkVersion(version: string): void {
  const parts = /^(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number) ?? [];
  const [major = 0, minor = 0, patch = 0] = parts;
  if (major === 22 && (minor > 10 || (minor === 10 && patch >= 1))) return;
  throw new NodeUnfit(`Asterisk ${version} given, 22.10.1 or newer and below 23 wanted`);
}

/** The node's version and when it was started: a change of the latter means that all its calls are gone (ASTERISK.md 10). */
export async function readNode(ari: AriClient): Promise<{ version: string; startedAt: string }> {
  const info = readInfo(await ari.call('GET /asterisk/info', { timeoutMs: 2_000 }));
  return { version: info.system.version, startedAt: info.status.startup_time };
}

/** Contexts that the engine sends calls to; one that is missing drops people who have answered (SETUP.md). */
const CONTEXTS = ['boda-out', 'boda-abandon', 'boda-agent', 'boda-probe', 'boda-hold'] as const;

/** Asks through a leg that stands in Stasis, since ARI has no other view of the dialplan. Throws `NodeUnfit`. */
export async function checkContexts(ari: AriClient, stasisChannelId: string): Promise<void> {
  for (const context of CONTEXTS) {
    const answer = await ari.call('GET /channels/{channelId}/variable', {
      path: { channelId: stasisChannelId },
      query: { variable: `DIALPLAN_EXISTS(${context},s,1)` },
    });
    if (readVariable(answer).value !== '1')
      throw new NodeUnfit(`the node's dialplan has no extension s in [${context}]`);
  }
}

/** Asterisk's own, where the file says nothing. */
const SESSION_LIMIT_DEFAULT = 100;

/**
 * `sessionlimit` as it stands in the node's http.conf, read through a leg in Stasis (AST_CONFIG: needs func_config); what
 * was changed since the last reload is told too early. Undefined: the node has no such function.
 */
export async function readSessionLimit(ari: AriClient, stasisChannelId: string): Promise<number | undefined> {
  const answer = await ari.callUnless([404, 500], 'GET /channels/{channelId}/variable', {
    path: { channelId: stasisChannelId },
    query: { variable: 'AST_CONFIG(http.conf,general,sessionlimit)' },
  });
  if (answer === undefined) return undefined;
  const { value } = readVariable(answer);
  return /^[1-9]\d{0,6}$/.test(value) ? Number(value) : SESSION_LIMIT_DEFAULT;
}

/** How long a busy node may take to answer all connections of the check, ms. */
const SESSIONS_MOST_MS = 15_000;
/** Asterisk lets few connections wait to be accepted; one more is only tried again by the kernel after a second. */
const SESSIONS_AT_ONCE = 4;

/**
 * Whether the node's HTTP server takes `wanted` connections at once (http.conf sessionlimit: agents × 2 + REST pool + 50,
 * ASTERISK.md 7). Opens them, asks something on each and waits until each was answered (and stays open) or was turned
 * away: for start-up only, not beside a running floor. `absent`: nobody listened for some of them, so the node is not up
 * or is just coming up.
 */
async function countSessions(clock: Clock, host: string, port: number, wanted: number) {
  const sockets: Socket[] = [];
  let answered = 0;
  let turnedAway = 0;
  let absent = false;
  let overdue = false;
  let enough = (): void => {};
  const tooLong = new Promise<void>((done) => {
    enough = done;
  });
  const timer = clock.after(SESSIONS_MOST_MS, () => enough());
  const one = (): Promise<void> => {
    const socket = connect({ host, port });
    sockets.push(socket);
    return new Promise((done) => {
      // Without credentials: 401 is an answer too, and the connection stays open behind it.
      socket.once('connect', () => socket.write(`GET /ari/ping HTTP/1.1\r\nHost: ${host}\r\n\r\n`));
      let settled = false;
      const settle = (how: () => void): void => {
        if (!settled) how();
        settled = true;
        done();
      };
      const refused = (): void => {
        if (!overdue) turnedAway += 1;
      };
      socket.once('data', () => settle(() => (answered += 1)));
      socket.on('error', ({ code }: NodeJS.ErrnoException) =>
        settle(code === 'ECONNRESET' || code === 'EPIPE' ? refused : () => (absent = true)),
      );
      socket.once('close', () => settle(refused));
    });
  };
  const some = async (): Promise<void> => {
    while (!overdue && sockets.length < wanted) await one();
  };
  try {
    await Promise.race([Promise.all(Array.from({ length: SESSIONS_AT_ONCE }, some)), tooLong]);
    return { answered, turnedAway, absent };
  } finally {
    overdue = true;
    timer.cancel();
    for (const socket of sockets) socket.destroy();
  }
}

/** `unclear`: nobody listens there yet, or not at its usual pace. Throws `NodeUnfit` when connections are turned away. */
export async function checkSessionLimit(clock: Clock, url: string, wanted: number): Promise<'fits' | 'unclear'> {
  const { hostname, port, protocol } = new URL(url);
  const standard = protocol === 'https:' ? 443 : 80;
  const { answered, turnedAway, absent } = await countSessions(clock, hostname, Number(port || standard), wanted);
  if (answered >= wanted) return 'fits';
  if (absent || turnedAway === 0) return 'unclear';
  throw new NodeUnfit(
    `http.conf sessionlimit: room for ${answered} more connections, ${wanted} wanted (agents × 2 + 82)`,
  );
}
