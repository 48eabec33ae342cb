import type { SimConnection } from '../../../src/sim/applications.ts';
import type { SimAsterisk, SimOptions } from '../../../src/sim/asterisk.ts';
import type { Answer } from '../../../src/sim/wire.ts';
import type { Heard } from './scenarios.ts';
import { simulated } from './virtual-stage.ts';

/** A group's hands on a simulated Asterisk: one trunk, one application, everything heard kept in order. */
export interface Desk {
  sim: SimAsterisk;
  heard: Heard[];
  connection: SimConnection | undefined;
  /** Whether the socket was cut from the other side. */
  cut(): boolean;
  /** Lets `ms` pass. */
  pass(ms: number): void;
  ask(method: string, path: string, query?: Record<string, string>, body?: unknown): Answer;
  place(id: string, number: string, more?: Record<string, unknown>): Answer;
  /** The types of what was heard about one channel, in order. */
  types(channelId: string): string[];
  of(channelId: string, type: string): Heard[];
  reconnect(): void;
}

export function desk(options: Partial<SimOptions> = {}): Desk {
  const { sim, clock } = simulated(options);
  const heard: Heard[] = [];
  let wasCut = false;
  const listener = {
    event: (event: Heard) => void heard.push(event),
    closed: () => {
      wasCut = true;
    },
  };
  const about = (event: Heard): unknown => ((event.channel ?? event.peer) as { id?: string } | undefined)?.id;
  const made: Desk = {
    sim,
    heard,
    connection: sim.connect('boda-g', {}, listener),
    cut: () => wasCut,
    pass: (ms) => clock.advance(ms),
    ask: (method, path, query = {}, body) => sim.handle(method, path, query, body),
    place: (id, number, more = {}) =>
      sim.handle('POST', '/channels', {}, originateBody(id, { endpoint: `PJSIP/${number}@main-g`, ...more })),
    types: (id) => heard.filter((event) => about(event) === id).map(({ type }) => type),
    of: (id, type) => heard.filter((event) => event.type === type && about(event) === id),
    reconnect: () => {
      wasCut = false;
      made.connection = sim.connect('boda-g', {}, listener);
    },
  };
  pushTrunk(made);
  return made;
}

/** Pushes the trunk and its endpoint and subscribes to it, as after each restart. */
export function pushTrunk(to: Desk): void {
  put(to, 'aor', 'main', { contact: 'sip:carrier.sim' });
  put(to, 'endpoint', 'main-g', { aors: 'main', context: 'from-trunk' });
  to.ask('POST', '/applications/boda-g/subscription', { eventSource: 'endpoint:PJSIP/main-g' });
}

export function put(to: Desk, type: string, id: string, given: Record<string, string>): Answer {
  const fields = Object.entries(given).map(([attribute, value]) => ({ attribute, value }));
  return to.ask('PUT', `/asterisk/config/dynamic/res_pjsip/${type}/${id}`, {}, { fields });
}

/** An agent signs in: phone, bridge, leg up and waiting in the bridge. */
export function seatAgent(at: Desk, user: string, more: Record<string, string> = {}): { leg: string; bridge: string } {
  put(at, 'aor', user, { contact: `sip:${user}@phones.sim`, max_contacts: '1' });
  put(at, 'endpoint', user, { aors: user, context: 'boda-none', ...more });
  at.ask('POST', '/applications/boda-g/subscription', { eventSource: `endpoint:PJSIP/${user}` });
  const leg = `g.agent.${user}.1`;
  const bridge = `g.agent.${user}`;
  at.ask('POST', `/bridges/${bridge}`, { type: 'mixing' });
  const variables = { BODA_APP: 'boda-g', BODA_MAX: '600' };
  const body = { endpoint: `PJSIP/${user}`, context: 'boda-agent', extension: 's', channelId: leg, variables };
  at.ask('POST', '/channels', {}, body);
  at.pass(50);
  at.ask('POST', `/bridges/${bridge}/addChannel`, { channel: leg });
  return { leg, bridge };
}

/** Joins a customer to an agent as the engine does it: one addChannel, then the guard is lifted. */
export function join(at: Desk, bridge: string, channel: string): Answer {
  const joined = at.ask('POST', `/bridges/${bridge}/addChannel`, { channel });
  at.ask('POST', `/channels/${channel}/variables`, {}, { variables: { ROUTED: '1', 'TIMEOUT(absolute)': '600' } });
  return joined;
}

function originateBody(id: string, more: Record<string, unknown>): Record<string, unknown> {
  const variables = {
    BODA_APP: 'boda-g',
    BODA_ATTEMPT: id,
    BODA_MESSAGE: 'boda-abandoned',
    BODA_GUARD: '4',
    BODA_MAX: '60',
  };
  const rest = { context: 'boda-out', extension: 's', priority: 1, callerId: '02000000001', timeout: 30 };
  return { ...rest, channelId: `g.${id}`, variables, ...more };
}
