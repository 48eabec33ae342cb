import type { AgentState, Pop } from '../events/frames.ts';
import { api, must } from './client.ts';
import type { paths } from './schema.gen.ts';

export interface BreakReason {
  key: string;
  nameZh: string;
  nameEn: string;
  /** `not-ready` 示忙 or `break` 小休. */
  kind: string;
  minutes: number | null;
}

/** What the agent has written of a call's result so far. */
export interface Draft {
  result?: string | null;
  note?: string | null;
  callBackAt?: string | null;
  callBackFor?: 'anyone' | 'squad' | 'me' | null;
}

/** `GET /agents/me`: the seat as the engine last wrote it down. */
export interface Seat {
  agentId: string;
  groupId: string | null;
  state: AgentState;
  reason: string | null;
  since: string | null;
  leaving: boolean;
  /** The call in his hand is a colleague's, who asked him in. */
  guest: boolean;
  /** The other agent on it; a frame tells no name. */
  colleague: { agentId: string; name?: string } | null;
  phone: { sipUser: string; sipPassword: string; sipUri: string } | null;
  call: { attemptId: string; onHold?: boolean; draft?: Draft | null } | null;
  wrapUp?: { attemptId: string; endsAt: string | null; extended: boolean; draft: Draft | null } | null;
  preview?: { attemptId: string; endsAt: string } | null;
  unfilled?: readonly { attemptId: string; name: string | null; number: string; draft: Draft | null }[];
  pause?: { endsAt: string | null } | null;
  /** Why his group has no call more for him, while he is idle. */
  waiting?: { limitedBy: string } | null;
  breakReasons: readonly BreakReason[];
}

export async function readSeat(): Promise<Seat> {
  return (await must(api.GET('/api/v1/agents/me'))) as Seat;
}

/** His calls since midnight of the organisation. */
export const readDay = () => must(api.GET('/api/v1/agents/me/day'));

/** Who is signed in beside him in his group. */
export async function readColleagues() {
  return (await must(api.GET('/api/v1/agents/me/colleagues'))).items;
}

export async function wishState(state: 'ready' | 'paused' | 'offline', reason?: string): Promise<void> {
  const body = { state, ...(reason === undefined ? {} : { reason }) };
  await must(api.PUT('/api/v1/agents/me/state', { body }));
}

/** The pop of the call, preview or wrap-up in hand; null when there is none. */
export async function readPop(): Promise<Pop | null> {
  return ((await must(api.GET('/api/v1/agents/me/screen-pop'))) as Pop | undefined) ?? null;
}

/** Who is to be called: by id, or by number where the permission is there. */
export type Callee = { contactId: string } | { customerId: string } | { number: string };

export async function dial(callee: Callee): Promise<{ attemptId: string }> {
  return await must(api.POST('/api/v1/calls', { body: callee }));
}

const of = (id: string) => ({ params: { path: { id } } });

export const hangUp = (id: string) => must(api.POST('/api/v1/calls/{id}/hangup', of(id)));
export const hold = (id: string, on: boolean) => must(api.POST('/api/v1/calls/{id}/hold', { ...of(id), body: { on } }));
export const transfer = (id: string, agent: string) =>
  must(api.POST('/api/v1/calls/{id}/transfer', { ...of(id), body: { agent } }));
/** `isPrivate`: the customer is put on hold first. */
export const conference = (id: string, agent: string, isPrivate: boolean) =>
  must(api.POST('/api/v1/calls/{id}/conference', { ...of(id), body: { agent, private: isPrivate } }));
export const sendDigits = (id: string, digits: string) =>
  must(api.POST('/api/v1/calls/{id}/dtmf', { ...of(id), body: { digits } }));
export const acceptPreview = (id: string) => must(api.POST('/api/v1/calls/{id}/accept', of(id)));
export const skipPreview = (id: string, reason: string) =>
  must(api.POST('/api/v1/calls/{id}/skip', { ...of(id), body: { reason } }));
export const extendWrapUp = (id: string) => must(api.POST('/api/v1/calls/{id}/extend', of(id)));

type BodyOf<O extends { requestBody: unknown }> = O['requestBody'] extends { content: { 'application/json': infer B } }
  ? B
  : never;
type Disposition = BodyOf<paths['/api/v1/calls/{id}/disposition']['post']>;
type KeptDraft = BodyOf<paths['/api/v1/calls/{id}/draft']['put']>;

export async function dispose(id: string, draft: Draft & { result: string }): Promise<void> {
  const { result, callBackAt, callBackFor, note } = draft;
  const body = present({ result, callBackAt, callBackFor, note }) as unknown as Disposition;
  await must(api.POST('/api/v1/calls/{id}/disposition', { ...of(id), body }));
}

/** `leaving`: the page goes away; the browser finishes the request after it. */
export async function keepDraft(id: string, draft: Draft, leaving = false): Promise<void> {
  const { result, note, callBackAt, callBackFor } = draft;
  const given = present({ result, callBackAt, callBackFor });
  // An emptied note is a change too.
  const body = (note === undefined || note === null ? given : { ...given, note }) as KeptDraft;
  await must(api.PUT('/api/v1/calls/{id}/draft', { ...of(id), body, keepalive: leaving }));
}

function present(fields: object): Record<string, unknown> {
  const given = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return Object.fromEntries(given);
}
