/**
 * `Idempotency-Key` on writes: the first answer is kept for a day and given again to the same request; another request
 * under the same key is refused. Keys belong to the person who sent them. A streamed import takes no part: its body is not
 * kept to be compared, and it finds doubles by itself.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { canonicalJson } from '../domain/audit.ts';
import { ApiError } from './errors.ts';
import type { IdempotentAnswers } from './ports.ts';

const KEY = /^[\x21-\x7e]{1,128}$/;

interface Claim {
  userId: string;
  key: string;
  fingerprint: string;
}

/** Adds the hooks. Must come after `guardRoutes`: keys are by person. */
export function keepAnswers(app: FastifyInstance, store: IdempotentAnswers): void {
  const claims = new WeakMap<FastifyRequest, Claim>();

  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (key === undefined || request.principal === undefined || request.method === 'GET') return;
    if (request.routeOptions.config.keep === 'stream') return;
    if (typeof key !== 'string' || !KEY.test(key)) {
      const wanted = 'one value of 1 to 128 visible ASCII characters';
      throw new ApiError('invalid', { details: [{ field: 'Idempotency-Key', came: 'something else', wanted }] });
    }
    const claim = { userId: request.principal.userId, key, fingerprint: fingerprint(request) };
    const found = await store.claim(claim);
    if (found.kind === 'other-request') throw new ApiError('idempotency_mismatch');
    if (found.kind === 'running') throw new ApiError('idempotency_running', { retryAfterMs: 1_000 });
    if (found.kind === 'first') {
      claims.set(request, claim);
      return;
    }
    reply.header('idempotent-replayed', 'true').status(found.status);
    if (found.body !== '') reply.type('application/json; charset=utf-8');
    return reply.serializer((text: unknown) => String(text)).send(found.body);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const claim = claims.get(request);
    if (claim === undefined) return payload;
    claims.delete(request);
    // A broken attempt may be made again under the same key; a refusal (4xx) stands.
    if (reply.statusCode >= 500) {
      await store.forget(claim);
      return payload;
    }
    const secret = request.routeOptions.config.keep === 'secret';
    const body = typeof payload === 'string' ? payload : '';
    await store.keep({ ...claim, status: reply.statusCode, body: secret ? SHOWN_ONCE : body });
    return payload;
  });
}

const SHOWN_ONCE = JSON.stringify({
  shownOnce: 'This was done by an earlier request, and its secret is shown only once.',
});

function fingerprint(request: FastifyRequest): string {
  return `${request.method} ${request.url}\n${canonicalJson(request.body ?? null)}`;
}
