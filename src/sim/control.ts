import type { SimAsterisk } from './asterisk.ts';
import type { TrunkState } from './carrier.ts';
import type { FaultRule } from './faults.ts';
import type { PhoneHabits } from './phones.ts';
import { isJson } from './router.ts';
import { type Answer, done, type Json, ok, refuse } from './wire.ts';

/** Something that happens once, now. Times are milliseconds. */
export type SimAction =
  /** Cuts the event socket of one application, or all of them (FAULTS.md 2). */
  | { kind: 'kill-websocket'; app?: string }
  /** The socket lives and carries nothing more, not even a pong (FAULTS.md 3). */
  | { kind: 'half-open'; app?: string }
  /** A channel of nobody's enters the application (FAULTS.md 18). */
  | { kind: 'foreign-channel'; app: string }
  /** Dies and comes back after `downMs` (FAULTS.md 7 and 8). */
  | { kind: 'restart'; downMs?: number }
  | { kind: 'freeze'; ms: number }
  /** ASTERISK.md 1: from now on a subscribeAll socket that closes while events flow jams `/applications`. */
  | { kind: 'deadlock-on-subscribe-all'; on: boolean }
  /** Limits or breaks a trunk endpoint (`*` = all), FAULTS.md 21 and 30. */
  | { kind: 'trunk'; trunk: string; state: Partial<TrunkState> }
  /** The callee answers or hangs up now (FAULTS.md 24), or presses a key. */
  | { kind: 'callee-answers'; number: string }
  | { kind: 'callee-hangs-up'; number: string }
  | { kind: 'callee-presses'; number: string; digit: string }
  /** An agent's phone: hangs up, is a page that is closed, loses its network or only its socket, comes back, changes its ways (FAULTS.md 25, 27). */
  | {
      kind: 'phone';
      user: string;
      does: 'drop' | 'close-page' | 'lose-contact' | 'lose-socket' | 'come-back' | 'register';
    }
  | { kind: 'phone-habits'; user: string; habits: Partial<PhoneHabits> };

const RULES = new Set<FaultRule['kind']>([
  'respond',
  'lose-response',
  'reset',
  'delay',
  'hang',
  'destroyed-first',
  'duplicate-events',
  'reorder-events',
  'lose-events',
]);

/** Does one action. Says what there is to say of it. */
export function act(sim: SimAsterisk, action: SimAction): Json {
  switch (action.kind) {
    case 'kill-websocket':
      sim.apps.kill(action.app);
      return {};
    case 'half-open':
      for (const connection of sim.apps.connections(action.app)) connection.halfOpen = true;
      return {};
    case 'foreign-channel':
      return { channelId: sim.foreignChannel(action.app) };
    case 'restart':
      sim.restart(action.downMs);
      return {};
    case 'freeze':
      sim.freeze(action.ms);
      return {};
    case 'deadlock-on-subscribe-all':
      sim.apps.deadlockOnSubscribeAll = action.on;
      return {};
    case 'trunk':
      sim.carrier.setTrunk(action.trunk, action.state);
      return {};
    case 'callee-answers':
      return { lines: sim.carrier.pickUp(action.number) };
    case 'callee-hangs-up':
      return { lines: sim.carrier.hangUp(action.number) };
    case 'callee-presses':
      return { lines: sim.carrier.press(action.number, action.digit) };
    case 'phone-habits':
      sim.phones.setHabits(action.user, action.habits);
      return {};
    case 'phone':
      return phone(sim, action.user, action.does);
  }
}

function phone(sim: SimAsterisk, user: string, does: Extract<SimAction, { kind: 'phone' }>['does']): Json {
  if (does === 'drop') return { calls: sim.phones.drop(user) };
  if (does === 'close-page') sim.phones.closePage(user);
  else if (does === 'lose-contact') sim.phones.loseContact(user);
  else if (does === 'lose-socket') sim.phones.loseSocket(user);
  else if (does === 'come-back') sim.phones.comeBack(user);
  else sim.phones.register(user);
  return {};
}

/**
 * The simulation's own requests, beside ARI: `POST /sim/faults` (a `FaultRule` or a `SimAction`), `GET` and `DELETE
 * /sim/faults`, `GET /sim/carrier-log?from=n`, `DELETE /sim/carrier-log`, `GET /sim/state`.
 */
export function control(sim: SimAsterisk, method: string, path: string, query: Json, body: unknown): Answer {
  switch (`${method} ${path}`) {
    case 'POST /sim/faults':
      return fault(sim, body);
    case 'GET /sim/faults':
      return ok(sim.faults.list());
    case 'DELETE /sim/faults':
      sim.faults.clear();
      return done();
    case 'GET /sim/carrier-log':
      return ok(sim.carrier.log.slice(Number(query.from ?? 0)));
    case 'DELETE /sim/carrier-log':
      sim.carrier.log = [];
      return done();
    case 'GET /sim/state':
      return ok({ channels: sim.channels.size, bridges: sim.bridges.all().length, events: sim.apps.published });
    default:
      return refuse(404, 'Resource not found');
  }
}

function fault(sim: SimAsterisk, body: unknown): Answer {
  if (!isJson(body) || typeof body.kind !== 'string') {
    return refuse(400, 'kind: nothing given, the name of a fault or an action wanted');
  }
  try {
    if ((RULES as Set<string>).has(body.kind)) {
      sim.faults.add(body as FaultRule);
      return done();
    }
    const said = act(sim, body as SimAction);
    return said === undefined ? refuse(400, `kind: ${body.kind} given, a known fault or action wanted`) : ok(said);
  } catch (error) {
    return refuse(400, error instanceof Error ? error.message : String(error));
  }
}
