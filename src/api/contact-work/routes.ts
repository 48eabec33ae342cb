import type { FastifyInstance } from 'fastify';
import { ruleOf, shippedRules } from '../../compliance/retry.ts';
import type { CampaignCalendar } from '../../domain/campaign-calendar.ts';
import type { ContactOrder, ContactSort, SortKey } from '../../domain/contact-order.ts';
import type { ListReset } from '../../domain/list-reset.ts';
import type { AgentResult, SystemResult } from '../../domain/results.ts';
import type { RetryValue } from '../../domain/retry-rule.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiError } from '../errors.ts';
import { found } from '../found.ts';
import { shownList } from '../lists/routes.ts';
import { ContactList } from '../lists/schema.ts';
import { answers, IdParams, iso, nullable } from '../schemas.ts';
import { shownText } from '../shown-fields.ts';
import { typed } from '../typed.ts';
import {
  Calendar,
  CalendarBody,
  ListChange,
  Order,
  OrderBody,
  Reset,
  ResetBody,
  Resets,
  RetryRules,
  RetryRulesBody,
  Schedule,
  ScheduleBody,
} from './schema.ts';

/** Which contact of a campaign is dialed when: retry rules, order, calendar; lists on and off and dialed again. */
export function contactWorkRoutes(app: FastifyInstance, { contactWork: work }: ApiDeps): void {
  campaignRoutes(app, work);
  listRoutes(app, work);
}

function campaignRoutes(app: FastifyInstance, work: ApiDeps['contactWork']): void {
  const routes = typed(app);
  const tags = ['campaigns'];
  const reads = { config: { access: 'campaigns.read' as const } };
  const writes = { config: { access: 'campaigns.write' as const } };

  routes.get(
    '/campaigns/:id/retry-rules',
    { ...reads, schema: { tags, params: IdParams, response: answers(RetryRules) } },
    async (request) => shownRules(found(await work.retryRules(who(request).scope, request.params.id))),
  );
  routes.put(
    '/campaigns/:id/retry-rules',
    { ...writes, schema: { tags, params: IdParams, body: RetryRulesBody, response: answers(RetryRules) } },
    async (request) => {
      const given = Object.entries(request.body.rules as Record<string, RetryValue | undefined>);
      const rules = Object.fromEntries(given.filter(([, rule]) => rule !== undefined)) as Record<string, RetryValue>;
      await work.putRetryRules(who(request), request.params.id, rules);
      return shownRules(rules);
    },
  );

  routes.get(
    '/campaigns/:id/contact-order',
    { ...reads, schema: { tags, params: IdParams, response: answers(Order) } },
    async (request) => shownOrder(found(await work.order(who(request).scope, request.params.id))),
  );
  routes.put(
    '/campaigns/:id/contact-order',
    { ...writes, schema: { tags, params: IdParams, body: OrderBody, response: answers(Order) } },
    async (request) => {
      const { mix = [], ...sort } = request.body;
      const order = { sort: sortOf(sort), mix };
      demandEachOnce(mix);
      await work.putOrder(who(request), request.params.id, order);
      return shownOrder(order);
    },
  );

  routes.get(
    '/campaigns/:id/calendar',
    { ...reads, schema: { tags, params: IdParams, response: answers(Calendar) } },
    async (request) => shownCalendar(found(await work.calendar(who(request).scope, request.params.id))),
  );
  routes.put(
    '/campaigns/:id/calendar',
    { ...writes, schema: { tags, params: IdParams, body: CalendarBody, response: answers(Calendar) } },
    async (request) => {
      const { calendar } = request.body;
      if (calendar?.from && calendar.to && calendar.to < calendar.from)
        throw invalid('calendar.to', calendar.to, `a day not before ${calendar.from}`);
      await work.putCalendar(who(request), request.params.id, calendar);
      return shownCalendar(calendar);
    },
  );
}

function listRoutes(app: FastifyInstance, work: ApiDeps['contactWork']): void {
  const routes = typed(app);
  const tags = ['lists'];
  const reads = { config: { access: 'lists.read' as const } };
  const writes = { config: { access: 'lists.write' as const } };

  routes.patch(
    '/lists/:id',
    { ...writes, schema: { tags, params: IdParams, body: ListChange, response: answers(ContactList) } },
    async (request) => {
      return shownList(await work.setActive(who(request), request.params.id, request.body.active));
    },
  );

  routes.get(
    '/lists/:id/resets',
    { ...reads, schema: { tags, params: IdParams, response: answers(Resets) } },
    async (request) => ({
      items: found(await work.resets(who(request).scope, request.params.id)).map(shownReset),
    }),
  );
  routes.post(
    '/lists/:id/resets',
    {
      config: { access: 'lists.write', keep: 'answer' },
      schema: { tags, params: IdParams, body: ResetBody, response: answers(Reset, 202) },
    },
    async (request, reply) =>
      reply.status(202).send(shownReset(await work.reset(who(request), request.params.id, request.body))),
  );

  routes.get(
    '/lists/:id/reset-schedule',
    { ...reads, schema: { tags, params: IdParams, response: answers(Schedule) } },
    async (request) => shownSchedule(found(await work.resetSchedule(who(request).scope, request.params.id))),
  );
  routes.put(
    '/lists/:id/reset-schedule',
    { ...writes, schema: { tags, params: IdParams, body: ScheduleBody, response: answers(Schedule) } },
    async (request) => {
      await work.putResetSchedule(who(request), request.params.id, request.body.schedule);
      return shownSchedule(request.body.schedule);
    },
  );
}

function shownRules(own: Record<string, RetryValue>) {
  const rules = Object.keys(shippedRules()).map((result) => [
    result,
    { ...ruleOf(result as SystemResult | AgentResult, { retryMs: own }), own: Object.hasOwn(own, result) },
  ]);
  return { rules: Object.fromEntries(rules) };
}

/** What the schema cannot say: which fields go with which kind. */
function sortOf(given: {
  kind: ContactSort['kind'];
  seed?: number | undefined;
  keys?: SortKey[] | undefined;
}): ContactSort {
  const { kind, seed, keys } = given;
  if (keys !== undefined && kind !== 'sort') throw invalid('keys', 'a list', `nothing, with "kind": "${kind}"`);
  if (seed !== undefined && kind !== 'random') throw invalid('seed', String(seed), `nothing, with "kind": "${kind}"`);
  if (kind === 'random') return { kind, seed: seed ?? 0 };
  if (kind !== 'sort') return { kind };
  if (keys === undefined) throw invalid('keys', 'nothing', 'one to five keys, with "kind": "sort"');
  return { kind, keys };
}

function demandEachOnce(mix: ContactOrder['mix']): void {
  if (new Set(mix.map(({ listId }) => listId)).size < mix.length)
    throw invalid('mix', 'a list that is named twice', 'each list once');
}

function invalid(field: string, came: string, wanted: string): ApiError {
  return new ApiError('invalid', { details: [{ field, came, wanted }] });
}

function shownOrder({ sort, mix }: ContactOrder) {
  return {
    kind: sort.kind,
    ...(sort.kind === 'random' ? { seed: sort.seed } : {}),
    ...(sort.kind === 'sort' ? { keys: sort.keys.map((key) => ({ ...key })) } : {}),
    mix: mix.map((each) => ({ ...each })),
  };
}

function shownCalendar(calendar: CampaignCalendar | null) {
  return { calendar: calendar && { ...calendar, days: [...calendar.days] } };
}

function shownSchedule(schedule: { days: readonly number[]; at: number; results: readonly string[] } | null) {
  return { schedule: schedule && { ...schedule, days: [...schedule.days], results: [...schedule.results] } };
}

function shownReset(reset: ListReset) {
  return {
    ...reset,
    results: [...reset.results],
    reason: shownText(reset.reason),
    askedBy: nullable(reset.askedBy),
    askedAt: iso(reset.askedAt),
    scheduledFor: iso(reset.scheduledFor),
    endedAt: iso(reset.endedAt),
  };
}
