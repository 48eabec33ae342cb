import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { Door } from '../../src/api/door.ts';
import { createLogger } from '../../src/api/logger.ts';
import { PAGE_PATHS } from '../../src/api/pages/routes.ts';
import { type ComposedEvents, composeEvents } from '../../src/compose/events.ts';
import { composeSipDoor } from '../../src/compose/softphones.ts';
import type { NodeSettings } from '../../src/config/settings.ts';
import { createFileVault } from '../../src/db/file-vault.ts';
import { timestamp } from '../../src/db/values.ts';
import { type Clock, SystemClock } from '../../src/shared/clock.ts';
import { UuidV7Source } from '../../src/shared/ids.ts';
import { SystemRng } from '../../src/shared/rng.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { freshFolder } from '../support/run-folder.ts';
import { until } from '../support/until.ts';
import { PASSWORD, type Person, ROLES, type RoleKey, SECRET, startOffice, type TestOffice } from './api-fixture.ts';
import { answeringRunner } from './api-runner.ts';

/** One request that the table's role may or may not make; everything in it is right, so only the right to it counts. */
interface Sent {
  url?: string;
  body?: unknown;
  as?: Person;
  headers?: Record<string, string>;
}

interface Row {
  /** Who may; `anyone` = without signing in, `everyone` = each role. All others get 403, and nobody at all 401. */
  who: 'anyone' | 'everyone' | readonly RoleKey[];
  /** What those who may are answered. */
  ok: number;
  send?: (role: RoleKey | undefined) => Promise<Sent> | Sent;
}

/** How a WebSocket was refused, as far as it is looked at. */
type Refusal = { error?: { code: string } } | undefined;

const ASSETS = 'GET /assets/:file(^[A-Za-z0-9_-][A-Za-z0-9_.-]*$)';

let o: TestOffice;
let n = 0;
const unique = (): string => `u${++n}`;

const MANAGERS = ['sales-manager', 'campaign-manager'] as const;
const READERS = ['team-manager', 'sales-manager', 'assistant', 'reviewer'] as const;
const LIST_READERS = ['team-manager', 'sales-manager', 'assistant', 'campaign-manager'] as const;
const ADMIN = 'administrator' as const;
const CONTACT_READERS = ['agent', 'team-manager', 'sales-manager', 'assistant', 'campaign-manager'] as const;
const BATCH = 'source=x&supplier=x&price=0&legalBasis=x&proof=x';

const campaign = () => ({ url: `/api/v1/campaigns/${o.seeded.campaigns.a}` });
const group = () => `/api/v1/agent-groups/${o.seeded.groups.a}`;

async function freshGroup(): Promise<string> {
  const id = o.ids.next();
  const row = { id, key: `f${++n}`, name: 'f', department_id: o.seeded.departments.a, node: 'node1' };
  await o.db
    .insertInto('agent_group')
    .values({ ...row, created_at: timestamp(o.clock.now()) })
    .execute();
  return id;
}

async function freshToken(role: RoleKey): Promise<string> {
  const id = o.ids.next();
  const row = { id, user_id: o.people[role].id, name: 't', permissions: [], token_hash: Buffer.from(id) };
  await o.db
    .insertInto('api_token')
    .values({ ...row, created_at: timestamp(o.clock.now()) })
    .execute();
  return id;
}

async function withStatus(status: 'stopped' | 'running', verb: string): Promise<Sent> {
  await o.db.updateTable('campaign').set({ status }).where('id', '=', o.seeded.campaigns.a).execute();
  return { url: `${campaign().url}/${verb}` };
}

/** A contact and a record that the role sees: his own, his squad's or his department's, whichever his scope reaches. */
async function ownContact(role: RoleKey | undefined): Promise<string> {
  const ownerId = role === undefined ? {} : { ownerId: o.people[role].id };
  return await o.contact({
    campaign: 'a',
    squadId: o.seeded.squads.a1,
    number: `+86138${String(++n).padStart(8, '0')}`,
    ...ownerId,
  });
}

async function ownCall(role: RoleKey | undefined): Promise<string> {
  const agentId = role === undefined ? {} : { agentId: o.people[role].id };
  return await o.call({ contactId: await ownContact(role), squadId: o.seeded.squads.a1, ...agentId });
}

const list = (): string => `/api/v1/lists/${o.seeded.lists.a}`;

/** A promise that the role sees: his own. */
function callBack(who: readonly RoleKey[], verb?: string, body?: unknown): Row {
  return {
    who,
    ok: 200,
    send: async (role) => {
      const contactId = await ownContact(role);
      const agentId = o.people[role ?? 'agent'].id;
      const id = o.ids.next();
      const at = timestamp(o.clock.now());
      await o.db
        .insertInto('call_back')
        .values({
          ...{ id, contact_id: contactId, campaign_id: o.seeded.campaigns.a, department_id: o.seeded.departments.a },
          ...{ made_by: agentId, kind: 'me', agent_id: agentId, due_at: at, created_at: at },
        })
        .execute();
      const url = `/api/v1/call-backs/${id}${verb === undefined ? '' : `/${verb}`}`;
      return body === undefined ? { url } : { url, body };
    },
  };
}

/** An export of his own; to decide on, somebody else's. */
function ownExport(who: Row['who'], state: string, verb?: 'file' | 'cancel' | 'approve' | 'refuse'): Row {
  const decides = verb === 'approve' || verb === 'refuse';
  return {
    who,
    ok: 200,
    send: async (role) => {
      const id = o.ids.next();
      const at = timestamp(o.clock.now());
      const later = timestamp(o.clock.now() + 60_000);
      await o.db
        .insertInto('export')
        .values({
          ...{ id, kind: 'contacts', format: 'csv', department_id: o.seeded.departments.a, reason: 'x', columns: [] },
          ...{ created_by: o.people[decides ? 'campaign-manager' : (role ?? 'agent')].id, created_at: at },
          ...{ state, expected: 0, expires_at: later },
        })
        .execute();
      const url = `/api/v1/exports/${id}${verb === undefined ? '' : `/${verb}`}`;
      return decides ? { url, body: { reason: '看过' } } : { url };
    },
  };
}

/** A wish about a call of one's own. */
function ownWish(verb: string, body?: unknown): Row {
  return {
    who: ['agent'],
    ok: 202,
    send: async (role) => {
      await seat(role);
      const url = `/api/v1/calls/${await ownCall(role)}/${verb}`;
      return body === undefined ? { url } : { url, body };
    },
  };
}

/** A wish of a colleague; whoever it is, the runner says. */
function asked(verb: string): Row {
  return ownWish(verb, { agent: '019b8be1-f500-728e-9767-1a58b7586a8c' });
}

async function seat(role: RoleKey | undefined, state = 'offline'): Promise<void> {
  if (role === undefined) return;
  const row = { agent_id: o.people[role].id, group_id: o.seeded.groups.a, sip_user: `s${o.people[role].username}` };
  await o.db
    .insertInto('agent_seat')
    .values({ ...row, sip_password: 'x', since: timestamp(o.clock.now()), state })
    .onConflict((conflict) => conflict.column('agent_id').doUpdateSet({ state }))
    .execute();
}

async function freshImport(state: 'held' | 'done'): Promise<string> {
  const id = o.ids.next();
  const [created_by, created_at] = [o.people['sales-manager'].id, timestamp(o.clock.now())];
  const batch = { source: 'x', supplier: 'x', price: '0', legal_basis: 'x', proof: 'x' };
  const place = { list_id: o.seeded.lists.a, campaign_id: o.seeded.campaigns.a, department_id: o.seeded.departments.a };
  await o.db
    .insertInto('import')
    .values({ id, kind: 'contacts', ...place, created_by, created_at, state, ...batch })
    .execute();
  const body = createFileVault(SECRET).seal(Buffer.from('phone\n'), id, 0);
  if (state === 'held') await o.db.insertInto('import_chunk').values({ import_id: id, seq: 0, body }).execute();
  return id;
}

async function freshTemplate(): Promise<string> {
  const id = o.ids.next();
  const [created_by, created_at] = [o.people['sales-manager'].id, timestamp(o.clock.now())];
  const row = { id, department_id: o.seeded.departments.a, name: unique(), options: '{}', created_by, created_at };
  await o.db.insertInto('import_template').values(row).execute();
  return id;
}

/** The one table: every route of the API and who may use it. A route that is not here fails the test below. */
const TABLE: Record<string, Row> = {
  'GET /health/live': { who: 'anyone', ok: 200 },
  'GET /health/ready': { who: 'anyone', ok: 200 },
  'GET /api/openapi.json': { who: 'anyone', ok: 200 },
  // What a browser fetches before anybody has signed in: the pages hold nothing of anybody.
  ...Object.fromEntries(
    PAGE_PATHS.map((path): [string, Row] => [
      `GET ${path}`,
      { who: 'anyone', ok: 200, send: () => ({ url: path.replace(':id', '7') }) },
    ]),
  ),
  [ASSETS]: { who: 'anyone', ok: 200, send: () => ({ url: '/assets/main-abc.js' }) },
  'GET /metrics': { who: ['ops', ADMIN], ok: 200 },

  'POST /api/v1/session': {
    who: 'anyone',
    ok: 200,
    send: (role) => ({ body: { username: o.people[role ?? 'agent'].username, password: PASSWORD } }),
  },
  'GET /api/v1/session': { who: 'everyone', ok: 200 },
  'DELETE /api/v1/session': {
    who: 'everyone',
    ok: 204,
    send: async (role) => ({ as: await o.person(role ?? 'agent') }),
  },
  'POST /api/v1/session/ticket': { who: 'everyone', ok: 200, send: () => ({ body: { kind: 'events' } }) },
  'PUT /api/v1/session/password': {
    who: 'everyone',
    ok: 204,
    send: async (role) => ({
      as: await o.person(role ?? 'agent'),
      body: { old: PASSWORD, new: 'quite another password' },
    }),
  },

  'GET /api/v1/tokens': { who: [...MANAGERS, 'ops', ADMIN], ok: 200 },
  'POST /api/v1/tokens': {
    who: [...MANAGERS, 'ops', ADMIN],
    ok: 201,
    send: () => ({ body: { name: 't', permissions: ['tokens.write'] } }),
  },
  'DELETE /api/v1/tokens/:id': {
    who: [...MANAGERS, 'ops', ADMIN],
    ok: 204,
    send: async (role) => ({ url: `/api/v1/tokens/${await freshToken(role ?? 'agent')}` }),
  },

  'GET /api/v1/users': { who: [...READERS, ADMIN], ok: 200 },
  'GET /api/v1/users/:id': {
    who: [...READERS, ADMIN],
    ok: 200,
    send: () => ({ url: `/api/v1/users/${o.people.agent.id}` }),
  },
  'POST /api/v1/users': {
    who: ['sales-manager', ADMIN],
    ok: 201,
    // A sales manager may not make a role that may more than he: an assistant may less.
    send: () => ({ body: { username: unique(), name: '新人', password: 'a first password', role: 'assistant' } }),
  },
  'PATCH /api/v1/users/:id': {
    who: ['sales-manager', ADMIN],
    ok: 200,
    send: async () => ({ url: `/api/v1/users/${(await o.person('assistant')).id}`, body: { seat: 'A-07' } }),
  },
  'POST /api/v1/users/:id/password': {
    who: ['sales-manager', ADMIN],
    ok: 204,
    send: async () => ({
      url: `/api/v1/users/${(await o.person('assistant')).id}/password`,
      body: { password: 'a first password', reason: '忘记密码' },
    }),
  },
  'PUT /api/v1/users/:id/status': {
    who: ['sales-manager', ADMIN],
    ok: 200,
    send: async () => ({
      url: `/api/v1/users/${(await o.person('assistant')).id}/status`,
      body: { status: 'suspended', reason: '停用' },
    }),
  },

  'GET /api/v1/teams': { who: [...READERS, ADMIN], ok: 200 },
  'POST /api/v1/teams': {
    who: [ADMIN],
    ok: 201,
    send: () => ({ body: { kind: 'squad', name: '新队', parentId: o.seeded.departments.a } }),
  },
  'PATCH /api/v1/teams/:id': {
    who: [ADMIN],
    ok: 200,
    send: () => ({ url: `/api/v1/teams/${o.seeded.departments.a}`, body: { name: '一部' } }),
  },
  'GET /api/v1/roles': { who: ['sales-manager', ADMIN], ok: 200 },
  'POST /api/v1/roles': {
    who: [ADMIN],
    ok: 201,
    send: () => ({ body: { key: unique(), name: '新', scope: 'self', permissions: [] } }),
  },

  'GET /api/v1/agent-groups': {
    who: ['team-manager', 'sales-manager', 'assistant', 'campaign-manager', 'ops', ADMIN],
    ok: 200,
  },
  'GET /api/v1/agent-groups/:id': {
    who: ['team-manager', 'sales-manager', 'assistant', 'campaign-manager', 'ops', ADMIN],
    ok: 200,
    send: () => ({ url: group() }),
  },
  'GET /api/v1/agent-groups/:id/agents': {
    who: ['team-manager', 'sales-manager', 'assistant', 'campaign-manager', 'ops', ADMIN],
    ok: 200,
    send: () => ({ url: `${group()}/agents` }),
  },
  'POST /api/v1/agent-groups': {
    who: ['sales-manager', ADMIN],
    ok: 201,
    send: () => ({ body: { key: unique(), name: '组', node: 'node1' } }),
  },
  'PATCH /api/v1/agent-groups/:id': {
    who: ['sales-manager', ADMIN],
    ok: 200,
    send: () => ({ url: group(), body: { mode: 'ratio', linesPerAgent: 2 } }),
  },
  'DELETE /api/v1/agent-groups/:id': {
    who: ['sales-manager', ADMIN],
    ok: 204,
    send: async () => ({ url: `/api/v1/agent-groups/${await freshGroup()}` }),
  },

  'GET /api/v1/regimes': { who: [...READERS, 'campaign-manager', ADMIN], ok: 200 },
  'GET /api/v1/campaigns': { who: [...READERS, 'campaign-manager', ADMIN], ok: 200 },
  'GET /api/v1/campaigns/:id': { who: [...READERS, 'campaign-manager', ADMIN], ok: 200, send: campaign },
  'POST /api/v1/campaigns': {
    who: MANAGERS,
    ok: 201,
    send: () => ({ body: { name: '新任务', groupId: o.seeded.groups.a } }),
  },
  'PATCH /api/v1/campaigns/:id': { who: MANAGERS, ok: 200, send: () => ({ ...campaign(), body: { weight: 2 } }) },
  'POST /api/v1/campaigns/:id/start': { who: MANAGERS, ok: 200, send: () => withStatus('stopped', 'start') },
  'POST /api/v1/campaigns/:id/pause': { who: MANAGERS, ok: 200, send: () => withStatus('running', 'pause') },
  'POST /api/v1/campaigns/:id/stop': { who: MANAGERS, ok: 200, send: () => withStatus('running', 'stop') },
  'GET /api/v1/campaigns/:id/live': {
    who: ['team-manager', 'sales-manager', 'assistant', 'campaign-manager'],
    ok: 200,
    send: () => ({ url: `${campaign().url}/live` }),
  },
  'GET /api/v1/campaigns/:id/gates': {
    who: ['team-manager', 'sales-manager', 'assistant', 'campaign-manager'],
    ok: 200,
    send: () => ({ url: `${campaign().url}/gates` }),
  },

  ...Object.fromEntries(
    [
      ['retry-rules', { rules: { BUSY: { delayMs: 600_000 } } }],
      ['contact-order', { kind: 'due' }],
      ['calendar', { calendar: null }],
    ].flatMap(([what, body]): [string, Row][] => [
      [
        `GET /api/v1/campaigns/:id/${what}`,
        { who: [...READERS, 'campaign-manager', ADMIN], ok: 200, send: () => ({ url: `${campaign().url}/${what}` }) },
      ],
      [
        `PUT /api/v1/campaigns/:id/${what}`,
        { who: MANAGERS, ok: 200, send: () => ({ url: `${campaign().url}/${what}`, body }) },
      ],
    ]),
  ),
  'GET /api/v1/call-backs': { who: CONTACT_READERS, ok: 200 },
  'GET /api/v1/call-backs/:id': callBack(CONTACT_READERS),
  'POST /api/v1/call-backs/:id/reschedule': callBack(['agent', 'team-manager', 'sales-manager'], 'reschedule', {
    dueAt: '2026-01-20T02:00:00Z',
  }),
  'POST /api/v1/call-backs/:id/cancel': callBack(['agent', 'team-manager', 'sales-manager'], 'cancel', {
    reason: '客户不要了',
  }),
  'POST /api/v1/call-backs/:id/hand-over': callBack(['team-manager', 'sales-manager'], 'hand-over', { for: 'anyone' }),
  'PATCH /api/v1/lists/:id': { who: MANAGERS, ok: 200, send: () => ({ url: list(), body: { active: true } }) },
  'GET /api/v1/lists/:id/resets': { who: LIST_READERS, ok: 200, send: () => ({ url: `${list()}/resets` }) },
  'POST /api/v1/lists/:id/resets': {
    who: MANAGERS,
    ok: 202,
    send: () => ({ url: `${list()}/resets`, body: { results: ['NOANSWER'], reason: '再打一遍' } }),
  },
  'GET /api/v1/lists/:id/reset-schedule': {
    who: LIST_READERS,
    ok: 200,
    send: () => ({ url: `${list()}/reset-schedule` }),
  },
  'PUT /api/v1/lists/:id/reset-schedule': {
    who: MANAGERS,
    ok: 200,
    send: () => ({ url: `${list()}/reset-schedule`, body: { schedule: null } }),
  },
  'GET /api/v1/lists': { who: ['team-manager', 'sales-manager', 'assistant', 'campaign-manager'], ok: 200 },
  'GET /api/v1/lists/:id': {
    who: ['team-manager', 'sales-manager', 'assistant', 'campaign-manager'],
    ok: 200,
    send: () => ({ url: `/api/v1/lists/${o.seeded.lists.a}` }),
  },
  'POST /api/v1/lists': {
    who: MANAGERS,
    ok: 201,
    send: () => ({ body: { campaignId: o.seeded.campaigns.a, name: '新名单' } }),
  },
  'POST /api/v1/lists/:id/imports': {
    who: MANAGERS,
    ok: 200,
    send: () => ({
      url: `/api/v1/lists/${o.seeded.lists.a}/imports?${BATCH}`,
      body: 'phone\n',
      headers: { 'content-type': 'text/csv' },
    }),
  },

  'GET /api/v1/imports': { who: LIST_READERS, ok: 200 },
  'GET /api/v1/imports/:id': {
    who: LIST_READERS,
    ok: 200,
    send: async () => ({ url: `/api/v1/imports/${await freshImport('done')}` }),
  },
  'GET /api/v1/imports/:id/faults': {
    who: MANAGERS,
    ok: 200,
    send: async () => ({ url: `/api/v1/imports/${await freshImport('done')}/faults` }),
  },
  'POST /api/v1/imports/:id/preview': {
    who: MANAGERS,
    ok: 200,
    send: async () => ({ url: `/api/v1/imports/${await freshImport('held')}/preview`, body: {} }),
  },
  'POST /api/v1/imports/:id/start': {
    who: MANAGERS,
    ok: 202,
    send: async () => ({ url: `/api/v1/imports/${await freshImport('held')}/start`, body: {} }),
  },
  'POST /api/v1/imports/:id/cancel': {
    who: MANAGERS,
    ok: 200,
    send: async () => ({ url: `/api/v1/imports/${await freshImport('held')}/cancel` }),
  },
  'POST /api/v1/imports/:id/undo': {
    who: MANAGERS,
    ok: 202,
    send: async () => ({ url: `/api/v1/imports/${await freshImport('done')}/undo`, body: { reason: '导错了' } }),
  },
  'GET /api/v1/import-templates': { who: MANAGERS, ok: 200 },
  'POST /api/v1/import-templates': {
    who: MANAGERS,
    ok: 201,
    send: () => ({ body: { name: unique(), settings: { mapping: { phone: '手机' } } } }),
  },
  'DELETE /api/v1/import-templates/:id': {
    who: MANAGERS,
    ok: 204,
    send: async () => ({ url: `/api/v1/import-templates/${await freshTemplate()}` }),
  },
  'POST /api/v1/do-not-call/imports': {
    who: MANAGERS,
    ok: 200,
    send: () => ({
      url: '/api/v1/do-not-call/imports?reason=unasked',
      body: 'phone\n',
      headers: { 'content-type': 'text/csv' },
    }),
  },

  'GET /api/v1/contacts': {
    who: ['agent', 'team-manager', 'sales-manager', 'assistant', 'campaign-manager'],
    ok: 200,
  },
  'PUT /api/v1/contacts/:id/zones': {
    who: ['team-manager', 'sales-manager', 'campaign-manager'],
    ok: 200,
    send: async (role) => ({ url: `/api/v1/contacts/${await ownContact(role)}/zones`, body: { zones: null } }),
  },
  'PUT /api/v1/lists/:id/hours': {
    who: MANAGERS,
    ok: 200,
    send: () => ({ url: `${list()}/hours`, body: { hours: null } }),
  },
  'PUT /api/v1/teams/:id/prefixes': {
    who: [ADMIN],
    ok: 200,
    send: () => ({ url: `/api/v1/teams/${o.seeded.departments.a}/prefixes`, body: { prefixes: null } }),
  },
  'POST /api/v1/contacts/exports': { who: MANAGERS, ok: 202, send: () => ({ body: { reason: '核对' } }) },
  'POST /api/v1/call-records/exports': { who: MANAGERS, ok: 202, send: () => ({ body: { reason: '核对' } }) },
  'GET /api/v1/exports': { who: 'everyone', ok: 200 },
  'GET /api/v1/exports/:id': ownExport('everyone', 'waiting'),
  'GET /api/v1/exports/:id/file': ownExport(MANAGERS, 'done', 'file'),
  'POST /api/v1/exports/:id/cancel': ownExport('everyone', 'waiting', 'cancel'),
  'POST /api/v1/exports/:id/approve': ownExport(['sales-manager'], 'waiting', 'approve'),
  'POST /api/v1/exports/:id/refuse': ownExport(['sales-manager'], 'waiting', 'refuse'),
  'GET /api/v1/contacts/:id': {
    who: ['agent', 'team-manager', 'sales-manager', 'assistant', 'campaign-manager'],
    ok: 200,
    send: async (role) => ({ url: `/api/v1/contacts/${await ownContact(role)}` }),
  },
  'GET /api/v1/contacts/:id/gates': {
    who: ['agent', 'team-manager', 'sales-manager', 'assistant', 'campaign-manager'],
    ok: 200,
    send: async (role) => ({ url: `/api/v1/contacts/${await ownContact(role)}/gates` }),
  },

  'GET /api/v1/agents/me': { who: ['agent'], ok: 200 },
  'GET /api/v1/agents/me/colleagues': { who: ['agent'], ok: 200 },
  'GET /api/v1/agents/me/day': { who: ['agent'], ok: 200 },
  'GET /api/v1/agents/me/screen-pop': { who: ['agent'], ok: 204 },
  'PUT /api/v1/agents/me/state': {
    who: ['agent'],
    ok: 202,
    send: () => ({ body: { state: 'ready', groupId: o.seeded.groups.a } }),
  },
  'POST /api/v1/calls': {
    who: ['agent'],
    ok: 202,
    send: async (role) => {
      await seat(role, 'idle');
      return { body: { contactId: await ownContact(role) } };
    },
  },
  'POST /api/v1/calls/:id/accept': {
    who: ['agent'],
    ok: 202,
    send: async (role) => {
      await seat(role, 'idle');
      return { url: `/api/v1/calls/${await ownCall(role)}/accept` };
    },
  },
  'POST /api/v1/calls/:id/skip': ownWish('skip', { reason: '已联系过' }),
  'POST /api/v1/calls/:id/hold': ownWish('hold', { on: true }),
  'POST /api/v1/calls/:id/transfer': asked('transfer'),
  'POST /api/v1/calls/:id/conference': asked('conference'),
  'POST /api/v1/calls/:id/dtmf': ownWish('dtmf', { digits: '1#' }),
  'POST /api/v1/calls/:id/extend': ownWish('extend'),
  'PUT /api/v1/calls/:id/draft': { ...ownWish('draft', { note: '下周再联系' }), ok: 204 },
  'POST /api/v1/calls/:id/hangup': {
    who: ['agent'],
    ok: 202,
    send: async (role) => {
      await seat(role);
      return { url: `/api/v1/calls/${await ownCall(role)}/hangup` };
    },
  },
  'POST /api/v1/calls/:id/disposition': {
    who: ['agent'],
    ok: 202,
    send: async (role) => {
      await seat(role);
      return { url: `/api/v1/calls/${await ownCall(role)}/disposition`, body: { result: 'SALE' } };
    },
  },

  'GET /api/v1/call-records': {
    who: ['agent', 'team-manager', 'sales-manager', 'assistant', 'reviewer', 'campaign-manager'],
    ok: 200,
  },
  'GET /api/v1/call-records/:id': {
    who: ['agent', 'team-manager', 'sales-manager', 'assistant', 'reviewer', 'campaign-manager'],
    ok: 200,
    send: async (role) => ({ url: `/api/v1/call-records/${await ownCall(role)}` }),
  },

  'GET /api/v1/call-results': {
    who: ['agent', 'team-manager', 'sales-manager', 'assistant', 'reviewer', 'campaign-manager'],
    ok: 200,
  },
  'POST /api/v1/call-results': {
    who: ['sales-manager'],
    ok: 201,
    send: () => ({ body: { key: `OWN_${++n}`, countsAs: 'INTENT_B', nameZh: '要报价', nameEn: 'Wants an offer' } }),
  },
  'PATCH /api/v1/call-results/:key': {
    who: ['sales-manager'],
    ok: 200,
    send: () => ({ url: '/api/v1/call-results/SALE', body: { leastTalkSeconds: 0 } }),
  },

  'GET /api/v1/do-not-call': { who: ['team-manager', 'sales-manager', 'assistant', 'campaign-manager'], ok: 200 },
  'GET /api/v1/do-not-call/:id': {
    who: ['team-manager', 'sales-manager', 'assistant', 'campaign-manager'],
    ok: 200,
    send: async () => ({ url: `/api/v1/do-not-call/${await freshEntry()}` }),
  },
  'POST /api/v1/do-not-call': {
    who: ['team-manager', 'sales-manager', 'campaign-manager'],
    ok: 201,
    send: () => ({ body: { number: '13900001111', reason: '本人要求' } }),
  },
  'POST /api/v1/do-not-call/exports': { who: ['sales-manager'], ok: 202, send: () => ({ body: { reason: '举证' } }) },
  'POST /api/v1/do-not-call/:id/removal': {
    who: ['sales-manager'],
    ok: 204,
    send: () => ({ url: `/api/v1/do-not-call/${o.seeded.doNotCallId}/removal`, body: { reason: '误加' } }),
  },

  'GET /api/v1/trunks': { who: ['sales-manager', 'campaign-manager', 'ops', ADMIN], ok: 200 },
  'GET /api/v1/trunks/:id': {
    who: ['sales-manager', 'campaign-manager', 'ops', ADMIN],
    ok: 200,
    send: () => ({ url: `/api/v1/trunks/${o.seeded.trunkId}` }),
  },
  'POST /api/v1/trunks': {
    who: [ADMIN],
    ok: 201,
    send: () => ({
      body: { key: unique(), name: '线', sipUri: 'sip:127.0.0.1:5090', callsPerSecond: 5, channels: 10 },
    }),
  },
  'PATCH /api/v1/trunks/:id': {
    who: [ADMIN],
    ok: 200,
    send: () => ({ url: `/api/v1/trunks/${o.seeded.trunkId}`, body: { channels: 90 } }),
  },
  'PUT /api/v1/trunks/:id/binding': {
    who: [ADMIN],
    ok: 200,
    send: () => ({ url: `/api/v1/trunks/${o.seeded.trunkId}/binding`, body: { binding: null } }),
  },
  'GET /api/v1/caller-ids': { who: ['sales-manager', 'campaign-manager', 'ops', ADMIN], ok: 200 },
  'GET /api/v1/caller-ids/:id': {
    who: ['sales-manager', 'campaign-manager', 'ops', ADMIN],
    ok: 200,
    send: () => ({ url: `/api/v1/caller-ids/${o.seeded.callerIdId}` }),
  },
  'POST /api/v1/caller-ids': {
    who: [ADMIN],
    ok: 201,
    send: () => ({ body: { number: `0105551${String(++n).padStart(4, '0')}`, trunkId: o.seeded.trunkId } }),
  },
  'PUT /api/v1/caller-ids/:id/proof': {
    who: [ADMIN],
    ok: 200,
    send: () => ({
      ...{ url: `/api/v1/caller-ids/${o.seeded.callerIdId}/proof?name=a.pdf`, body: '%PDF-1.7' },
      headers: { 'content-type': 'application/pdf' },
    }),
  },
  'GET /api/v1/caller-ids/:id/proof': {
    who: [ADMIN],
    ok: 200,
    send: () => ({ url: `/api/v1/caller-ids/${o.seeded.callerIdId}/proof` }),
  },
  'PATCH /api/v1/caller-ids/:id': {
    who: [ADMIN],
    ok: 200,
    send: () => ({ url: `/api/v1/caller-ids/${o.seeded.callerIdId}`, body: { enabled: true } }),
  },

  'GET /api/v1/caller-ids/health': { who: ['sales-manager', 'campaign-manager', 'ops', ADMIN], ok: 200 },
  'GET /api/v1/caller-pools': { who: ['sales-manager', 'campaign-manager', 'ops', ADMIN], ok: 200 },
  'POST /api/v1/caller-pools': { who: [ADMIN], ok: 201, send: () => ({ body: { name: `池 ${unique()}` } }) },
  'PATCH /api/v1/caller-pools/:id': {
    who: [ADMIN],
    ok: 200,
    send: async () => {
      const [boss] = [o.people.administrator];
      const made = await o.as(boss, 'POST', '/api/v1/caller-pools', { name: `池 ${unique()}` });
      return { url: `/api/v1/caller-pools/${made.body.id}`, body: { rotation: 'least-used' } };
    },
  },
  'GET /api/v1/campaigns/:id/abandon-evidence': {
    who: MANAGERS,
    ok: 200,
    send: () => ({ url: `/api/v1/campaigns/${o.seeded.campaigns.a}/abandon-evidence?reason=audit` }),
  },

  'GET /api/v1/emergency-stop': { who: 'everyone', ok: 200 },
  'POST /api/v1/emergency-stop': {
    who: ['sales-manager', 'campaign-manager', 'ops', ADMIN],
    ok: 201,
    send: () => ({ body: { reason: '演练' } }),
  },
  'DELETE /api/v1/emergency-stop': {
    who: ['sales-manager', 'ops', ADMIN],
    ok: 200,
    send: () => ({ body: { reason: '演练' } }),
  },

  'GET /api/v1/settings': { who: ['ops', ADMIN], ok: 200 },
  'PUT /api/v1/settings': { who: ['ops', ADMIN], ok: 200, send: () => ({ body: { timeZone: 'Asia/Shanghai' } }) },
  'GET /api/v1/settings/gate': { who: ['ops', ADMIN], ok: 200 },
  'PUT /api/v1/settings/gate': { who: ['ops', ADMIN], ok: 200, send: () => ({ body: { regionHours: [] } }) },
  'GET /api/v1/break-reasons': { who: ['ops', ADMIN], ok: 200 },
  'PATCH /api/v1/break-reasons/:key': {
    who: ['ops', ADMIN],
    ok: 200,
    send: () => ({ url: '/api/v1/break-reasons/rest', body: { minutes: 15 } }),
  },
  // WebSockets, opened with a ticket of the person's.
  'WS /api/v1/events': { who: ['agent'], ok: 101 },
  'WS /api/v1/events?topics=campaign:': {
    who: ['team-manager', 'sales-manager', 'assistant', 'campaign-manager'],
    ok: 101,
    send: () => ({ url: `/api/v1/events?topics=campaign:${o.seeded.campaigns.a}` }),
  },
  'WS /api/v1/events?topics=group:': {
    who: ['team-manager', 'sales-manager', 'assistant', 'campaign-manager'],
    ok: 101,
    send: () => ({ url: `/api/v1/events?topics=group:${o.seeded.groups.a}` }),
  },
  'WS /api/v1/events?topics=import:': {
    who: LIST_READERS,
    ok: 101,
    send: async () => ({ url: `/api/v1/events?topics=import:${await freshImport('done')}` }),
  },
  'WS /api/v1/sip': {
    who: ['agent'],
    ok: 101,
    send: async (role) => {
      await seat(role);
      // A phone is let in to a seat that was signed in to.
      if (role === 'agent') await o.as(o.people[role], 'PUT', '/api/v1/agents/me/state', { state: 'ready' });
      return {};
    },
  },
  'GET /api/v1/audit': { who: ['sales-manager', ADMIN], ok: 200 },
  'GET /api/v1/audit/verification': { who: ['sales-manager', ADMIN], ok: 200 },
};

/** Where Asterisk's SIP would be: it takes every connection and says nothing. */
const sipSide = createServer();
const sipSockets = new WebSocketServer({ server: sipSide, handleProtocols: () => 'sip' });
let redis: TestRedis;
let events: ComposedEvents;
const opened: WebSocket[] = [];

beforeAll(async () => {
  const folder = freshFolder('pages');
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '__NONCE__');
  writeFileSync(join(folder, 'assets', 'main-abc.js'), '');
  await new Promise<void>((ready) => sipSide.listen(0, '127.0.0.1', ready));
  const url = `http://127.0.0.1:${(sipSide.address() as AddressInfo).port}`;
  redis = await startTestRedis();
  const door: Door = {
    ...{ path: '/api/v1/sip', kind: 'sip' },
    // Made below, when the office's own stores are there.
    enter: (knock) => sip.enter(knock),
    close: () => sip.close(),
  };
  o = await startOffice((clock) => {
    events = composeEvents({
      ...{ redisUrl: redis.url, clock, log: createLogger({ level: 'silent' }) },
      ids: new UuidV7Source(clock, new SystemRng()),
    });
    return { pages: { folder }, events: events.feed, doors: [door] };
  });
  const node = { name: 'node1', url: `${url}/ari` } as NodeSettings;
  // The office's day, real timers.
  const real = new SystemClock();
  const clock: Clock = {
    now: () => o.clock.now(),
    after: (ms, fn) => real.after(ms, fn),
    every: (ms, fn) => real.every(ms, fn),
  };
  const sip = composeSipDoor({ ...o.deps, clock }, o.db, [node]);
  const nobody = { frame: () => undefined, present: () => undefined, lost: () => undefined, replaced: () => undefined };
  await until(async () => await events.feed.follow('probe', { since: undefined, claim: false }, nobody), {
    what: 'Redis to be reached',
  });
  await o.app.listen({ host: '127.0.0.1', port: 0 });
  await answeringRunner(o);
});
afterAll(async () => {
  for (const socket of opened) socket.terminate();
  await o.close();
  events.close();
  await redis.stop();
  for (const socket of sipSockets.clients) socket.terminate();
  sipSide.close();
});

/** The pages of the interface description: static files, for anyone. */
const isDocs = (route: string): boolean => / \/api\/docs(\/|$)/.test(route);

async function request(route: string, row: Row, role: RoleKey | undefined) {
  const [method = '', pattern = ''] = route.split(' ');
  const sent = (await row.send?.(role)) ?? {};
  const person = role === undefined ? undefined : (sent.as ?? o.people[role]);
  const more = sent.headers === undefined ? {} : { headers: sent.headers };
  if (method === 'WS') return await open(person, sent.url ?? pattern);
  return await o.as(person, method, sent.url ?? pattern, sent.body, more);
}

/** Opens a WebSocket with the person's own ticket: 101, or what it was refused with. */
async function open(
  person: Person | undefined,
  path: string,
): Promise<{ status: number; body: Refusal; text: string }> {
  const kind = path.startsWith('/api/v1/sip') ? 'sip' : 'events';
  const ordered = person === undefined ? undefined : await o.as(person, 'POST', '/api/v1/session/ticket', { kind });
  const address = new URL(path, `ws://127.0.0.1:${(o.app.server.address() as AddressInfo).port}`);
  address.searchParams.set('ticket', ordered?.body.ticket ?? 'none');
  const socket = new WebSocket(address, kind === 'sip' ? ['sip'] : []);
  opened.push(socket);
  return await new Promise((resolve, reject) => {
    socket.on('open', () => resolve({ status: 101, body: undefined, text: '' }));
    socket.on('unexpected-response', (_request, response) => {
      let text = '';
      response.on('data', (piece) => {
        text += String(piece);
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Refusal, text }));
    });
    socket.on('error', reject);
  });
}

describe('who may use which route', () => {
  it('is told for every route and every WebSocket there is, and for no other', () => {
    const there = o.routes.filter((route) => !isDocs(route)).sort();
    const table = Object.keys(TABLE);
    expect(there).toEqual(table.filter((route) => !route.startsWith('WS ')).sort());
    const doors = ['/api/v1/events', ...(o.deps.doors ?? []).map(({ path }) => path)].map((path) => `WS ${path}`);
    const told = table.filter((route) => route.startsWith('WS ')).map((route) => route.split('?')[0] ?? '');
    expect(doors.sort()).toEqual([...new Set(told)].sort());
  });

  it.each(Object.entries(TABLE))('%s', async (route, row) => {
    const anonymous = await request(route, row, undefined);
    expect({ role: 'nobody', status: anonymous.status }).toEqual({
      role: 'nobody',
      status: row.who === 'anyone' ? row.ok : 401,
    });
    for (const role of ROLES) {
      if (row.who === 'everyone' || row.who === 'anyone' || row.who.includes(role)) continue;
      const refused = await request(route, row, role);
      expect({ role, status: refused.status, code: refused.body?.error?.code }).toEqual({
        role,
        status: 403,
        code: 'forbidden',
      });
    }
    for (const role of ROLES) {
      if (typeof row.who !== 'string' && !row.who.includes(role)) continue;
      if (route.includes('/removal')) o.seeded.doNotCallId = await freshEntry();
      const answer = await request(route, row, role);
      expect({ role, status: answer.status, body: answer.status === row.ok ? '' : answer.text }).toEqual({
        role,
        status: row.ok,
        body: '',
      });
    }
  });

  it('is written down in docs/permissions.md', async () => {
    const mark = (row: Row, role: RoleKey): string =>
      row.who === 'anyone' || row.who === 'everyone' || row.who.includes(role) ? '●' : '';
    const lines = Object.entries(TABLE).map(
      ([route, row]) =>
        `| \`${route}\` | ${row.who === 'anyone' ? '●' : ''} | ${ROLES.map((role) => mark(row, role)).join(' | ')} |`,
    );
    const text = [
      '# Who may use which route',
      '',
      'Generated from the table in `test/integration/api-permissions.test.ts`, which tries every route with every role on a',
      'real database and fails when a route is missing here (`npx vitest run --project integration api-permissions -u`',
      'writes this page anew). ● = may; all others are answered 403, and nobody at all 401. Which rows a person sees behind',
      'a door is the scope of his role: `self` (agent), `squad` (team-manager), `department` (sales-manager, assistant,',
      'reviewer, campaign-manager), `all` (ops, administrator). A row beyond it is 404, and asking for a contact, a call or',
      'a record beyond it stands in the audit. `WS` is a WebSocket, opened with a ticket of `POST /api/v1/session/ticket`;',
      'one without a stream of his own names topics that he may see.',
      '',
      `| route | nobody | ${ROLES.join(' | ')} |`,
      `|---|---|${ROLES.map(() => '---').join('|')}|`,
      ...lines,
      '',
    ].join('\n');
    await expect(text).toMatchFileSnapshot('../../docs/permissions.md');
  });
});

async function freshEntry(): Promise<string> {
  const id = o.ids.next();
  const blind_index = Buffer.from(o.vault.blindIndex(`+86137${String(++n).padStart(8, '0')}`), 'hex');
  const row = { id, blind_index, reason: 'x', source: 'api', created_at: timestamp(o.clock.now()) };
  await o.db.insertInto('do_not_call').values(row).execute();
  return id;
}
