import { type WebSocket, WebSocketServer } from 'ws';
import type { Principal } from '../../domain/people.ts';
import type { Timer } from '../../shared/clock.ts';
import type { ApiDeps } from '../deps.ts';
import type { Door, Knock } from '../door.ts';
import { ApiError } from '../errors.ts';
import { UserLimits } from './limits.ts';
import type { SipNodes, Softphones } from './ports.ts';
import { Relay } from './relay.ts';

const CONNECT_MS = 3_000;
/** FAULTS 57: whose session ended or who lost the right is out within 2 s. */
const RIGHTS_MS = 1_000;
/** An INVITE with all its candidates has 3 KB. */
const MOST_FRAME_BYTES = 64 * 1024;
const FORGET_MS = 60_000;
const FULL =
  'The telephone node takes no more phones: its sessionlimit is nearly reached. Tell your administrator. 电话节点的连接数将满，暂不接受新的软电话，请联系管理员。';

interface Guest {
  principal: Principal;
  node: string;
  relay: Relay;
  expiry: Timer;
}

type SipDoorDeps = Pick<ApiDeps, 'clock' | 'sessions'> & {
  logger: Pick<ApiDeps['logger'], 'info' | 'warn'>;
  softphones: Softphones;
  nodes: SipNodes;
  /** Whether the node can take one more connection and still let ARI in (ASTERISK.md 7). */
  hasRoom(node: string): boolean;
};

/**
 * `GET /api/v1/sip`: the only way from a browser to a node's SIP. It lets an agent's phone register and take the leg that
 * the engine places to it, and nothing else (admission.ts). One socket an agent; the newer one wins.
 */
export class SipDoor implements Door {
  readonly path = '/api/v1/sip';
  readonly kind = 'sip';
  readonly #deps: SipDoorDeps;
  readonly #server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: MOST_FRAME_BYTES,
    handleProtocols: () => 'sip',
  });
  readonly #guests = new Map<string, Guest>();
  readonly #limits = new Map<string, UserLimits>();
  readonly #opening = new Map<string, number>();
  #timers: Timer[] = [];
  #checking = false;
  #closed = false;

  constructor(deps: SipDoorDeps) {
    this.#deps = deps;
  }

  /** Sockets to this node that are open here or being opened (ASTERISK.md 7). */
  socketsTo(node: string): number {
    const guests = [...this.#guests.values()].filter((guest) => guest.node === node).length;
    return guests + (this.#opening.get(node) ?? 0);
  }

  async enter({ principal, request, socket, head }: Knock): Promise<void> {
    if (!principal.permissions.has('agent.work')) throw new ApiError('forbidden');
    const asked = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    if (!asked.includes('sip')) {
      const details = [{ field: 'Sec-WebSocket-Protocol', came: asked.join(', ') || 'nothing', wanted: 'sip' }];
      throw new ApiError('invalid', { details });
    }
    const limits = this.#limitsOf(principal.userId);
    if (!limits.mayOpen()) throw new ApiError('too_many_requests', { retryAfterMs: 2_000 });
    const phone = await this.#deps.softphones.take(principal);
    if (phone === undefined)
      throw new ApiError('conflict', { message: 'Sign in to your seat first; desk phones do not come in here.' });
    // Who has one here already only changes it for a new one.
    if (this.#guests.get(principal.userId)?.node !== phone.node && !this.#deps.hasRoom(phone.node)) {
      this.#deps.logger.warn({ node: phone.node }, 'a phone was turned away: the node has no connection to spare');
      throw new ApiError('overloaded', { message: FULL, retryAfterMs: 10_000 });
    }
    const node = await this.#connect(phone.node);
    if (this.#closed || socket.destroyed) return node.terminate();
    this.#server.handleUpgrade(request, socket, head, (page) => {
      this.#guests.get(principal.userId)?.relay.close('replaced');
      this.#admit(page, node, principal, { ...phone, limits });
    });
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) timer.cancel();
    for (const { relay } of [...this.#guests.values()]) relay.close('goingAway');
  }

  #admit(
    page: WebSocket,
    node: WebSocket,
    principal: Principal,
    phone: { sipUser: string; node: string; expiresAt: number; limits: UserLimits },
  ): void {
    const { clock, logger } = this.#deps;
    const agentId = principal.userId;
    const relay = new Relay({
      clock,
      page,
      node,
      sipUser: phone.sipUser,
      limits: phone.limits,
      refused: (why) => logger.warn({ agentId, why }, 'a SIP message of a page was not let through'),
      ended: (why) => {
        guest.expiry.cancel();
        if (this.#guests.get(agentId) === guest) this.#guests.delete(agentId);
        logger.info({ agentId, node: phone.node, why }, 'a phone left');
      },
    });
    const expiry = clock.after(Math.max(0, phone.expiresAt - clock.now()), () => relay.close('revoked'));
    const guest: Guest = { principal, node: phone.node, relay, expiry };
    this.#guests.set(agentId, guest);
    logger.info({ agentId, node: phone.node }, 'a phone came in');
    this.#watch();
  }

  async #connect(name: string): Promise<WebSocket> {
    this.#opening.set(name, (this.#opening.get(name) ?? 0) + 1);
    try {
      return await this.#open(name);
    } finally {
      this.#opening.set(name, (this.#opening.get(name) ?? 1) - 1);
    }
  }

  async #open(name: string): Promise<WebSocket> {
    const { clock, nodes } = this.#deps;
    const node = nodes.connect(name);
    if (node === undefined) throw notThere();
    await new Promise<void>((opened, failed) => {
      const timer = clock.after(CONNECT_MS, () => node.terminate());
      node.once('open', () => {
        timer.cancel();
        opened();
      });
      node.on('error', () => undefined);
      node.once('close', () => {
        timer.cancel();
        failed(notThere());
      });
    });
    return node;
  }

  #limitsOf(agentId: string): UserLimits {
    const known = this.#limits.get(agentId) ?? new UserLimits(this.#deps.clock);
    this.#limits.set(agentId, known);
    return known;
  }

  #watch(): void {
    if (this.#timers.length > 0) return;
    const { clock } = this.#deps;
    this.#timers = [
      clock.every(RIGHTS_MS, () => void this.#checkRights()),
      clock.every(FORGET_MS, () => {
        for (const [agentId, limits] of this.#limits)
          if (limits.idle() && !this.#guests.has(agentId)) this.#limits.delete(agentId);
      }),
    ];
  }

  async #checkRights(): Promise<void> {
    const guests = [...this.#guests.values()];
    if (this.#checking || guests.length === 0) return;
    this.#checking = true;
    try {
      const present = await this.#deps.sessions.present(guests.map(({ principal }) => principal.via));
      for (const { principal, relay } of guests)
        if (!present.get(principal.via.id)?.permissions.has('agent.work')) relay.close('revoked');
    } catch (error) {
      // Postgres is away: nobody can be told from anybody, and talks go on.
      this.#deps.logger.warn({ error: String(error) }, 'rights of phones could not be checked');
    } finally {
      this.#checking = false;
    }
  }
}

function notThere(): ApiError {
  return new ApiError('unavailable', { message: 'The telephone node does not answer; try again shortly.' });
}
