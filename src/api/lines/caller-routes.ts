import type { FastifyInstance } from 'fastify';
import { callerSentence } from '../../domain/caller-number.ts';
import type { CallerHealth, CallerIdView, CallerPoolView } from '../../domain/office.ts';
import { who } from '../access.ts';
import { found } from '../found.ts';
import type { Lines } from '../ports.ts';
import { answers, IdParams, iso, nullable } from '../schemas.ts';
import { typed } from '../typed.ts';
import {
  CallerId,
  CallerIdChange,
  CallerIds,
  CallerPool,
  CallerPoolChange,
  CallerPools,
  Health,
  HealthQuery,
  NewCallerId,
  NewCallerPool,
} from './schema.ts';

const DAY_MS = 86_400_000;

const CALLER_DEFAULTS = {
  trunkId: null,
  holder: null,
  enabled: true,
  expiresOn: null,
  poolId: null,
  authorisation: null,
  allowedUse: [],
  allowedRegions: [],
  region: null,
  perHour: null,
  perDay: null,
  minGapMs: 0,
  coolAfter: null,
  coolDownMs: 3_600_000,
};

/** Our own numbers (RULES.md "Lines"): why one is not used is told in words. */
export function callerRoutes(app: FastifyInstance, lines: Lines): void {
  const routes = typed(app);
  const tags = ['lines'];

  routes.get(
    '/caller-ids',
    { config: { access: 'lines.read' }, schema: { tags, response: answers(CallerIds) } },
    async () => ({ items: (await lines.callerIds()).map(shownCallerId) }),
  );

  routes.get(
    '/caller-ids/health',
    { config: { access: 'lines.read' }, schema: { tags, querystring: HealthQuery, response: answers(Health) } },
    async (request) => {
      const { from, to, callerIdId } = request.query;
      const asked = await lines.callerHealth({
        from: from === undefined ? undefined : Date.parse(from),
        to: to === undefined ? undefined : Date.parse(to),
        callerIdId,
        windowMs: DAY_MS,
      });
      return { from: iso(asked.from), to: iso(asked.to), items: asked.items.map(shownHealth) };
    },
  );

  routes.get(
    '/caller-ids/:id',
    { config: { access: 'lines.read' }, schema: { tags, params: IdParams, response: answers(CallerId) } },
    async (request) => shownCallerId(found(await lines.callerId(request.params.id))),
  );

  routes.post(
    '/caller-ids',
    {
      config: { access: 'lines.write', keep: 'answer' },
      schema: { tags, body: NewCallerId, response: answers(CallerId, 201) },
    },
    async (request, reply) => {
      const made = await lines.createCallerId(who(request), { ...CALLER_DEFAULTS, ...request.body });
      return reply.status(201).send(shownCallerId(made));
    },
  );

  routes.patch(
    '/caller-ids/:id',
    {
      config: { access: 'lines.write' },
      schema: { tags, params: IdParams, body: CallerIdChange, response: answers(CallerId) },
    },
    async (request) => shownCallerId(await lines.changeCallerId(who(request), request.params.id, request.body)),
  );

  routes.get(
    '/caller-pools',
    { config: { access: 'lines.read' }, schema: { tags, response: answers(CallerPools) } },
    async () => ({ items: (await lines.callerPools()).map(shownPool) }),
  );

  routes.post(
    '/caller-pools',
    {
      config: { access: 'lines.write', keep: 'answer' },
      schema: { tags, body: NewCallerPool, response: answers(CallerPool, 201) },
    },
    async (request, reply) => {
      const { name, rotation = 'round-robin' } = request.body;
      return reply.status(201).send(shownPool(await lines.createCallerPool(who(request), { name, rotation })));
    },
  );

  routes.patch(
    '/caller-pools/:id',
    {
      config: { access: 'lines.write' },
      schema: { tags, params: IdParams, body: CallerPoolChange, response: answers(CallerPool) },
    },
    async (request) => shownPool(await lines.changeCallerPool(who(request), request.params.id, request.body)),
  );
}

export function shownCallerId({ troubles, ...callerId }: CallerIdView) {
  const { proof } = callerId;
  return {
    ...callerId,
    allowedUse: [...callerId.allowedUse],
    allowedRegions: [...callerId.allowedRegions],
    usable: troubles.length === 0,
    troubles: troubles.map((code) => ({ code, ...callerSentence(code) })),
    expiresInDays: nullable(callerId.expiresInDays),
    proof: proof && { ...proof, uploadedAt: iso(proof.uploadedAt) },
    createdAt: iso(callerId.createdAt),
  };
}

function shownPool(pool: CallerPoolView) {
  return { ...pool, createdAt: iso(pool.createdAt) };
}

function shownHealth(health: CallerHealth) {
  const of = (some: number, all: number): number | null => (all === 0 ? null : some / all);
  return {
    ...health,
    answerRate: of(health.answered, health.calls),
    shortHangUpShare: of(health.shortHangUps, health.connected),
    blockedShare: of(health.blocked, health.calls),
  };
}
