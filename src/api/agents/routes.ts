import type { FastifyInstance } from 'fastify';
import { startOfDay } from '../../compliance/wall-clock.ts';
import type { AgentStateName } from '../../domain/agent.ts';
import type { CompanyView } from '../../domain/colleague-view.ts';
import type { CurrentCall, Draft, SeatView, UnfilledCall } from '../../domain/office.ts';
import { who } from '../access.ts';
import { shownReason } from '../break-reasons/routes.ts';
import { carriedOut } from '../calls/refusals.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiError } from '../errors.ts';
import { answers, iso, nullable } from '../schemas.ts';
import { shownFields, shownText } from '../shown-fields.ts';
import { typed } from '../typed.ts';
import { Accepted, MyColleagues, MyDay, MySeat, StateWish } from './schema.ts';

const DAY_MS = 86_400_000;

export function agentRoutes(
  app: FastifyInstance,
  { seats, colleagues, records, live, clock, floorZone }: ApiDeps,
): void {
  const routes = typed(app);
  const tags = ['agents'];

  /** Why an idle agent has no call, by his group's live figures. */
  const waitingOf = async (seat: SeatView | undefined): Promise<{ limitedBy: string } | null> => {
    if (seat?.state !== 'idle') return null;
    const figures = await live.group(seat.groupId);
    return figures === undefined ? null : { limitedBy: figures.pacing.limitedBy };
  };

  routes.get(
    '/agents/me',
    { config: { access: 'agent.work' }, schema: { tags, response: answers(MySeat) } },
    async (request) => {
      const agentId = who(request).userId;
      const [seat, reasons] = await Promise.all([seats.get(agentId), seats.breakReasons()]);
      const shown = seat === undefined ? noSeat(agentId) : shownSeat(seat);
      return { ...shown, waiting: await waitingOf(seat), breakReasons: reasons.map(shownReason) };
    },
  );

  routes.get(
    '/agents/me/colleagues',
    { config: { access: 'agent.work' }, schema: { tags, response: answers(MyColleagues) } },
    async (request) => {
      const items = await colleagues.of(who(request).userId);
      return { items: items.map((item) => ({ ...item, state: item.state as AgentStateName })) };
    },
  );

  routes.get(
    '/agents/me/day',
    { config: { access: 'agent.work' }, schema: { tags, response: answers(MyDay) } },
    async (request) => {
      const now = clock.now();
      const from = startOfDay(now, floorZone) ?? now - DAY_MS;
      return { from: iso(from), ...(await records.dayOf(who(request).userId, from)) };
    },
  );

  routes.put(
    '/agents/me/state',
    { config: { access: 'agent.work' }, schema: { tags, body: StateWish, response: answers(Accepted, 202) } },
    async (request, reply) => {
      const { state, reason, groupId } = request.body;
      if (state === 'paused' && reason === undefined) {
        const details = [{ field: 'reason', came: 'nothing', wanted: 'the key of a break reason' }];
        throw new ApiError('invalid', { details });
      }
      carriedOut(await seats.wishState(who(request), { state, reason, groupId }));
      return reply.status(202).send({ accepted: true });
    },
  );
}

function noSeat(agentId: string) {
  const empty = { groupId: null, reason: null, since: null, phone: null, call: null };
  const none = { wrapUp: null, preview: null, unfilled: [], pause: null, guest: false, colleague: null };
  return { ...empty, ...none, agentId, state: 'offline' as const, leaving: false };
}

function shownSeat(seat: SeatView & CompanyView) {
  return {
    agentId: seat.agentId,
    groupId: seat.groupId,
    state: seat.state as AgentStateName,
    reason: nullable(seat.reason),
    since: iso(seat.since),
    leaving: seat.leaving,
    guest: seat.guest,
    colleague: nullable(seat.colleague),
    phone: seat.phone === undefined ? null : { ...seat.phone, expiresAt: iso(seat.phone.expiresAt) },
    call: seat.call === undefined ? null : shownCall(seat.call),
    wrapUp: seat.wrapUp === undefined ? null : shownWrapUp(seat.wrapUp),
    preview: seat.preview === undefined ? null : { ...seat.preview, endsAt: iso(seat.preview.endsAt) },
    unfilled: seat.unfilled.map(shownUnfilled),
    pause: seat.pause === undefined ? null : shownPause(seat.pause),
  };
}

function shownCall(call: CurrentCall) {
  return {
    ...call,
    customerId: nullable(call.customerId),
    name: shownText(call.name),
    region: nullable(call.region),
    fields: shownFields(call.fields),
    answeredAt: iso(call.answeredAt),
    connectedAt: iso(call.connectedAt),
    draft: shownDraft(call.draft),
  };
}

function shownWrapUp({ attemptId, endsAt, extended, draft }: NonNullable<SeatView['wrapUp']>) {
  return { attemptId, endsAt: iso(endsAt), extended, draft: shownDraft(draft) };
}

function shownUnfilled({ placedAt, draft, name, ...call }: UnfilledCall) {
  return { ...call, name: shownText(name), placedAt: iso(placedAt), draft: shownDraft(draft) };
}

function shownDraft(draft: Draft | undefined) {
  if (draft === undefined) return null;
  return draft.note === undefined ? draft : { ...draft, note: shownText(draft.note) ?? '' };
}

/** `overSeconds`: so long past the minutes of his kind of break. */
function shownPause({ kind, endsAt, overMs }: NonNullable<SeatView['pause']>) {
  return { kind: nullable(kind), endsAt: iso(endsAt), overSeconds: Math.floor(overMs / 1_000) };
}
