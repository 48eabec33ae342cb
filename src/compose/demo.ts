import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'undici';
import { createLogger } from '../api/logger.ts';
import type { Settings } from '../config/settings.ts';
import { createPhoneVault } from '../db/crypto.ts';
import { type DemoAccounts, writeDemoData } from '../db/demo-data.ts';
import { openPools } from '../db/pool.ts';
import { SystemClock } from '../shared/clock.ts';
import { UuidV7Source } from '../shared/ids.ts';
import { SystemRng } from '../shared/rng.ts';
import { type AgentDoor, DemoAgents } from '../sim/demo-agents.ts';

export interface DemoPlace {
  /** File of the accounts: {accounts: [{role, username, password, name}], agents: [{username, password}]}. */
  accountsFile: string;
  /** `host:port` of a real carrier's SIP; undefined: the simulated node has its own. */
  carrier: string | undefined;
  /** For every demo account; made by chance at the first start when not given. */
  password: string | undefined;
}

/** `boda demo-data`: a whole department with three campaigns and 5,000 contacts; again without effect on what is there. */
export async function demoData(settings: Settings, place: DemoPlace): Promise<void> {
  const clock = new SystemClock();
  const ids = new UuidV7Source(clock, new SystemRng());
  const pools = openPools(settings.databaseUrl, createLogger({ level: 'warn' }));
  const node = settings.nodes[0];
  if (!node) throw new Error('ARI_NODES: given no node, wanted at least one');
  try {
    const secretKey = settings.secretKey.toString('hex');
    const written = await writeDemoData({
      db: pools.api,
      vault: createPhoneVault(secretKey),
      secretKey,
      ids,
      clock,
      rng: new SystemRng(),
      node: node.name,
      trunkSipUri: `sip:${place.carrier ?? '127.0.0.1:5060'}`,
      numberFor: demoNumber,
      password: place.password,
      // The demo's agents are played by programs: their phones are the telephony's own, not a browser's.
      contactUriFor: ({ index, sipUser }) =>
        place.carrier === undefined ? `sip:${sipUser}@phones.sim` : `sip:agent${index + 1}@${place.carrier}`,
    });
    writeFileSync(place.accountsFile, JSON.stringify(written, undefined, 2), { mode: 0o600 });
  } finally {
    await pools.close();
  }
}

/**
 * The nth demo number: its last four digits say how the real carrier's callee behaves (scripts/asterisk/README.md); the
 * simulated one draws its people by chance.
 */
function demoNumber(n: number): string {
  const kinds = ['0012', '0134', '1000', '0110', '0121', '2000', '1000', '0022', '2100', '0113', '1410', '1000'];
  const kind = kinds[n % kinds.length] ?? '1000';
  return `+8613${String((n * 7) % 100_000).padStart(5, '0')}${kind}`;
}

/** `boda demo-agents`: the agents among the accounts, at work through the service's own doors until stopped. */
export function demoAgents(address: string, accountsFile: string): { stop(): void } {
  const clock = new SystemClock();
  const log = createLogger({ level: 'info' });
  const { agents: people } = JSON.parse(readFileSync(accountsFile, 'utf8')) as DemoAccounts;
  const agents = new DemoAgents({
    clock,
    rng: new SystemRng(),
    people,
    door: httpDoor(address, () => clock.now()),
    log: (message, fields) => log.warn(fields, message),
  });
  agents.start();
  return agents;
}

const CALL_BACK_MS = 2 * 3_600_000;

function httpDoor(address: string, now: () => number): AgentDoor {
  const call = async (
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    token?: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown }> => {
    const answer = await request(`${address}/api/v1${path}`, {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, body: text === '' ? undefined : JSON.parse(text) };
  };
  const must = async (...args: Parameters<typeof call>): Promise<unknown> => {
    const answer = await call(...args);
    if (answer.status >= 300) throw new Error(`${args[0]} ${args[1]}: ${answer.status}`);
    return answer.body;
  };
  return {
    signIn: async (username, password) => {
      const body = (await must('POST', '/session', undefined, { username, password })) as { token: string };
      return body.token;
    },
    seat: async (token) => {
      const { status, body } = await call('GET', '/agents/me', token);
      if (status === 401) return undefined;
      if (status >= 300) throw new Error(`GET /agents/me: ${status}`);
      const seat = body as {
        state: string;
        call: { attemptId: string } | null;
        unfilled: { attemptId: string }[];
      };
      const unfilled = seat.unfilled.map((call) => call.attemptId);
      return { state: seat.state, attemptId: seat.call?.attemptId, unfilled };
    },
    want: async (token, state, reason) => {
      await must('PUT', '/agents/me/state', token, { state, ...(reason === undefined ? {} : { reason }) });
    },
    dispose: async (token, attemptId, result) => {
      const callBackAt = result === 'CALLBACK' ? { callBackAt: new Date(now() + CALL_BACK_MS).toISOString() } : {};
      await must('POST', `/calls/${attemptId}/disposition`, token, { result, ...callBackAt });
    },
  };
}
