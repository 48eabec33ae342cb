import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../shared/clock.ts';
import type { ApiDeps } from './deps.ts';
import type { Door } from './door.ts';
import { ApiError, toApiError } from './errors.ts';

type DoorDeps = Pick<ApiDeps, 'clock' | 'ids' | 'logger' | 'trustProxy' | 'isAway' | 'tickets'>;

/** Wrong tickets of one address in ten seconds before it is made to wait; a floor that comes back has good ones. */
const WRONG_PER_10_S = 200;
const WINDOW_MS = 10_000;

/**
 * Answers upgrades: wrong Origin 403, no good ticket 401, an address without a door 404, all before the upgrade (FAULTS 58).
 * Tickets stand in the address and nowhere else, so addresses of these requests are never logged.
 */
export function openDoors(app: FastifyInstance, deps: DoorDeps, doors: readonly Door[]): void {
  const wrong = new WrongTickets(deps.clock);

  const enter = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const { path, query } = target(request);
    const door = doors.find((each) => each.path === path);
    if (door === undefined) throw new ApiError('not_found');
    if (!fromOwnPage(request, deps.trustProxy)) throw new ApiError('forbidden', { message: 'Wrong Origin.' });
    const address = addressOf(request, deps.trustProxy);
    if (wrong.tooMany(address)) throw new ApiError('too_many_requests', { retryAfterMs: WINDOW_MS });
    const principal = await deps.tickets.redeem(query.get('ticket') ?? '', door.kind);
    if (principal === undefined) {
      wrong.note(address);
      throw new ApiError('unauthenticated', { message: 'The ticket is not good (any more); order a new one.' });
    }
    // Whoever knocked may have left meanwhile.
    if (!socket.destroyed) await door.enter({ principal, query, request, socket, head });
  };

  app.server.on('upgrade', (request, socket, head) => {
    // A connection that breaks before it is upgraded is nobody's loss.
    socket.on('error', () => undefined);
    enter(request, socket, head).catch((error: unknown) => {
      const known = toApiError(error, deps.isAway);
      if (known.code === 'internal') deps.logger.error({ error: String(error) }, 'a WebSocket could not be opened');
      refuse(socket, known, deps.ids.next());
    });
  });
  app.addHook('preClose', async () => {
    await Promise.all(doors.map((door) => door.close()));
  });
}

/** Counts wrong tickets by address in windows of ten seconds. */
class WrongTickets {
  readonly #clock: Clock;
  readonly #counts = new Map<string, number>();
  #since = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  tooMany(address: string): boolean {
    if (this.#clock.now() - this.#since >= WINDOW_MS) {
      this.#counts.clear();
      this.#since = this.#clock.now();
    }
    return (this.#counts.get(address) ?? 0) >= WRONG_PER_10_S;
  }

  note(address: string): void {
    this.#counts.set(address, (this.#counts.get(address) ?? 0) + 1);
  }
}

function target(request: IncomingMessage): { path: string; query: URLSearchParams } {
  const [path = '', search = ''] = (request.url ?? '').split('?', 2);
  return { path, query: new URLSearchParams(search) };
}

/** A page of another site can open a WebSocket here, but cannot lie about where it comes from. Programs send no Origin. */
function fromOwnPage(request: IncomingMessage, trustProxy: ApiDeps['trustProxy']): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return true;
  const forwarded = trustProxy === false ? undefined : request.headers['x-forwarded-host'];
  const host = typeof forwarded === 'string' ? forwarded : request.headers.host;
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Behind a proxy: whom that proxy saw, which is the last that it appended. */
function addressOf(request: IncomingMessage, trustProxy: ApiDeps['trustProxy']): string {
  const forwarded = trustProxy === false ? undefined : request.headers['x-forwarded-for'];
  const seen = typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined;
  return seen ?? request.socket.remoteAddress ?? '';
}

function refuse(socket: Duplex, { code, status, message, details, retryAfterMs }: ApiError, requestId: string): void {
  if (socket.destroyed) return;
  const body = JSON.stringify({ error: { code, message, details, requestId } });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    ...(retryAfterMs === undefined ? [] : [`retry-after: ${Math.max(1, Math.ceil(retryAfterMs / 1_000))}`]),
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
