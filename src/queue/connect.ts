import { Redis } from 'ioredis';
import type { Log } from '../dialer/ports.ts';

export interface ConnectOptions {
  url: string;
  log: Log;
  /** A command that has no answer after this long is given up, ms. */
  commandTimeoutMs?: number | undefined;
}

/** FAULTS 40: a slow Redis must cost a tick at most this much. */
const COMMAND_TIMEOUT_MS = 300;
const LONGEST_PAUSE_MS = 1_000;
/** A connection that has answered nothing for this long is dead, whatever TCP thinks. */
const SOCKET_TIMEOUT_MS = 5_000;

/**
 * A connection for dialing: connects at once and for ever, answers every command within the time-out or rejects it. It
 * keeps nothing for later: a command given while Redis is away fails at once, and one whose answer was lost with the
 * connection is never sent again (a claim must not run twice).
 */
export function connectRedis({ url, log, commandTimeoutMs = COMMAND_TIMEOUT_MS }: ConnectOptions): Redis {
  const redis = new Redis(url, {
    commandTimeout: commandTimeoutMs,
    socketTimeout: SOCKET_TIMEOUT_MS,
    connectTimeout: 3_000,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (times) => Math.min(LONGEST_PAUSE_MS, 50 * 2 ** Math.min(times, 6)),
    // A failover behind one address: the former master answers READONLY until we connect anew.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
    connectionName: 'boda-dialing',
  });
  let complained = false;
  redis.on('error', (error: Error) => {
    if (!complained) log.warn({ why: error.message }, 'Redis does not answer; nothing is dialed until it does');
    complained = true;
  });
  redis.on('ready', () => {
    if (complained) log.info({}, 'Redis answers again');
    complained = false;
  });
  return redis;
}

/** Resolves when the connection can take commands, however long that takes. */
export function whenReady(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return Promise.resolve();
  return new Promise((resolve) => {
    redis.once('ready', () => resolve());
  });
}
