/** Keeps the process answering when too much is asked of it: the dialer's loop matters more than any page. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../shared/clock.ts';
import { ApiError } from './errors.ts';
import type { HealthCheck } from './ports.ts';

export interface LoadLimits {
  /** p99 of the event loop's delay over the last second beyond which requests are turned away, ms. */
  mostDelayMs: number;
  /** Requests in hand at once. */
  mostInHand: number;
}

export const LOAD_LIMITS: LoadLimits = { mostDelayMs: 1_000, mostInHand: 2_000 };

/** Turns requests away (503 with Retry-After) while the loop lags or too many are in hand; health stays reachable. */
export function shedLoad(app: FastifyInstance, clock: Clock, limits: LoadLimits): HealthCheck {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  let lagMs = 0;
  let inHand = 0;
  const timer = clock.every(1_000, () => {
    // The histogram holds the whole pause between two looks, its own resolution included.
    lagMs = Math.max(0, delay.percentile(99) / 1e6 - 20);
    delay.reset();
  });
  app.addHook('onClose', async () => {
    timer.cancel();
    delay.disable();
  });
  app.addHook('onRequest', async (request, reply) => {
    inHand += 1;
    // `close` comes after every answer and also when the client went away before one; onResponse does not.
    reply.raw.once('close', () => {
      inHand -= 1;
    });
    if (request.url.startsWith('/health/')) return;
    if (lagMs > limits.mostDelayMs || inHand > limits.mostInHand)
      throw new ApiError('overloaded', { retryAfterMs: 1_000 });
  });
  return {
    name: 'event-loop',
    problem: () => (lagMs > limits.mostDelayMs ? `lags by ${Math.round(lagMs)} ms` : undefined),
  };
}
