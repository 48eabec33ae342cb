/**
 * Who may come in: every route says so in its config, and one that does not is refused when the service is built.
 * Sessions come by cookie or by the Authorization header; a write by cookie must prove that it comes from our own page.
 */
import '@fastify/cookie';
import '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '../domain/people.ts';
import type { Permission } from '../domain/roles.ts';
import { ApiError } from './errors.ts';
import type { Sessions } from './ports.ts';

/** `open`: anyone. `signed-in`: any person. `before-password`: also one who must change his password first. */
export type Access = Permission | 'open' | 'signed-in' | 'before-password';

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** How an answer is kept for its Idempotency-Key; `secret` answers are never stored. */
    keep?: 'answer' | 'secret' | 'stream';
  }
  interface FastifyRequest {
    /** Undefined only on open routes. Use `who(request)`. */
    principal: Principal | undefined;
  }
}

export const SESSION_COOKIE = 'boda_session';
export const CSRF_HEADER = 'x-boda-csrf';

/** The person behind the request; only for routes that are not open. */
export function who(request: FastifyRequest): Principal {
  if (request.principal === undefined) throw new ApiError('unauthenticated');
  return request.principal;
}

/** Per person in ten seconds, from wherever he comes: a page needs a few, a program of his some hundred. */
const REQUESTS_PER_10_S = 1_000;

/** Adds the check to every route of the app. Call before any route is added, and after @fastify/rate-limit is there. */
export function guardRoutes(app: FastifyInstance, sessions: Sessions, requestsPer10s = REQUESTS_PER_10_S): void {
  const count = app.createRateLimit({
    max: requestsPer10s,
    timeWindow: 10_000,
    keyGenerator: (request) => request.principal?.userId ?? '',
  });
  app.decorateRequest('principal', undefined);
  app.addHook('onRoute', (route) => {
    if (route.config?.access !== undefined || route.url.startsWith('/api/docs')) return;
    throw new Error(`route ${String(route.method)} ${route.url} does not say who may use it (config.access)`);
  });
  app.addHook('onRequest', async (request) => {
    const access = request.routeOptions.config.access ?? 'open';
    if (access === 'open') return;
    const sent = tokenOf(request);
    if (sent === undefined) throw new ApiError('unauthenticated');
    if (sent.by === 'cookie' && isWrite(request) && !fromOurPage(request)) throw new ApiError('csrf');
    const principal = await sessions.resolve(sent.token);
    if (principal === undefined) throw new ApiError('unauthenticated');
    request.principal = principal;
    const counted = await count(request);
    if (!counted.isAllowed && counted.isExceeded)
      throw new ApiError('too_many_requests', { retryAfterMs: counted.ttl });
    allow(principal, access);
  });
}

function allow(principal: Principal, access: Access): void {
  if (access === 'before-password') return;
  if (principal.mustChangePassword) throw new ApiError('password_change_required');
  if (access === 'signed-in' || access === 'open') return;
  if (!principal.permissions.has(access)) throw new ApiError('forbidden');
}

/** The header wins: a program that sends one means that one. */
function tokenOf(request: FastifyRequest): { token: string; by: 'header' | 'cookie' } | undefined {
  const header = request.headers.authorization;
  if (header !== undefined) {
    const found = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(header);
    if (found?.[1] === undefined) throw new ApiError('unauthenticated');
    return { token: found[1], by: 'header' };
  }
  const cookie = request.cookies[SESSION_COOKIE];
  return cookie === undefined || cookie === '' ? undefined : { token: cookie, by: 'cookie' };
}

function isWrite(request: FastifyRequest): boolean {
  return request.method !== 'GET' && request.method !== 'HEAD' && request.method !== 'OPTIONS';
}

/**
 * Another site cannot set our header without a CORS preflight, which we never grant; a browser's own word
 * (Sec-Fetch-Site, else Origin against Host) does as well.
 */
function fromOurPage(request: FastifyRequest): boolean {
  if (request.headers[CSRF_HEADER] !== undefined) return true;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const origin = request.headers.origin;
  if (origin === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === request.host;
}

/** Hands the session to a browser: not readable by scripts, not sent from other sites. */
export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string, expiresAt: number): void {
  reply.setCookie(SESSION_COOKIE, token, { ...cookieShape(request), expires: new Date(expiresAt) });
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(SESSION_COOKIE, cookieShape(request));
}

function cookieShape(request: FastifyRequest) {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' } as const;
}
