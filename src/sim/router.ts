import type { Clock } from '../shared/clock.ts';
import type { Applications } from './applications.ts';
import type { Bridges } from './bridges.ts';
import type { Channels } from './channels.ts';
import type { Endpoints } from './endpoints.ts';
import type { Playbacks } from './playbacks.ts';
import { type Answer, type HttpSession, type Json, type Query, refuse, text } from './wire.ts';

/** What the routes work on. */
export interface Core {
  readonly sessionLimit: number;
  readonly clock: Clock;
  readonly asteriskId: string;
  readonly name: string;
  readonly startedAt: number;
  readonly apps: Applications;
  readonly channels: Channels;
  readonly bridges: Bridges;
  readonly endpoints: Endpoints;
  readonly playbacks: Playbacks;
  /** An id for what the caller named not. */
  newId(): string;
  /** An endpoint was pushed: phones without a static contact may register now. */
  endpointPushed(id: string): void;
}

/** A request in pieces. Parameters may stand in the query or in the body; the body wins, as in Asterisk. */
export interface SimRequest {
  readonly method: string;
  /** What stood for the `*`s of the route, decoded. */
  readonly ids: readonly string[];
  readonly query: Query;
  readonly body: Json;
  readonly session: HttpSession | undefined;
  param(name: string): string | undefined;
}

export type Handler = (core: Core, request: SimRequest) => Answer;
/** `METHOD path/*` → handler; `*` stands for one piece of the path. */
export type Routes = Readonly<Record<string, Handler>>;

interface Route {
  method: string;
  pieces: readonly string[];
  handler: Handler;
}

/** Finds the handler of a request; unknown paths are 404, known ones with another method 405, as Asterisk says it. */
export class Router {
  readonly #byLength = new Map<number, Route[]>();

  constructor(...tables: readonly Routes[]) {
    for (const [key, handler] of tables.flatMap((table) => Object.entries(table))) {
      const [method = '', path = ''] = key.split(' ');
      const pieces = path.split('/');
      this.#byLength.set(pieces.length, [...(this.#byLength.get(pieces.length) ?? []), { method, pieces, handler }]);
    }
  }

  /** `path` begins with a slash and lacks the `/ari`. */
  handle(core: Core, method: string, path: string, query: Query, body: unknown, session?: HttpSession): Answer {
    if (path.endsWith('/')) return refuse(404, `ARI URLs do not end with a slash. Try /ari${path.slice(0, -1)}`);
    const pieces = path.slice(1).split('/').map(decode);
    if (pieces.includes(undefined)) return refuse(400, 'Bad request');
    const parts = pieces as string[];
    const fitting = (this.#byLength.get(parts.length) ?? []).filter((route) => fits(route, parts));
    if (fitting.length === 0) return refuse(404, 'Resource not found');
    const route = fitting.find((r) => r.method === method);
    if (!route) return refuse(405, 'Invalid method');
    const given: Json = isJson(body) ? body : {};
    return route.handler(core, {
      method,
      ids: parts.filter((_, i) => route.pieces[i] === '*'),
      query,
      body: given,
      session,
      param: (name) => text(given[name]) ?? query[name],
    });
  }
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fits(route: Route, parts: readonly string[]): boolean {
  return route.pieces.every((piece, i) => piece === '*' || piece === parts[i]);
}

function decode(piece: string): string | undefined {
  if (!piece.includes('%')) return piece;
  try {
    return decodeURIComponent(piece);
  } catch {
    return undefined;
  }
}
