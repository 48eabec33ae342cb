import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { guardRoutes } from './access.ts';
import { groupRoutes } from './agent-groups/routes.ts';
import { agentRoutes } from './agents/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { breakReasonRoutes } from './break-reasons/routes.ts';
import { callBackRoutes } from './call-backs/routes.ts';
import { callRecordRoutes } from './call-records/routes.ts';
import { callRoutes } from './calls/routes.ts';
import { campaignRoutes } from './campaigns/routes.ts';
import { contactWorkRoutes } from './contact-work/routes.ts';
import { contactRoutes } from './contacts/routes.ts';
import type { ApiDeps } from './deps.ts';
import { doNotCallRoutes } from './do-not-call/routes.ts';
import { openDoors } from './doors.ts';
import { emergencyStopRoutes } from './emergency-stop/routes.ts';
import { ApiError, toApiError } from './errors.ts';
import { EventGateway } from './events/gateway.ts';
import { screenPopRoutes } from './events/routes.ts';
import { exportRoutes } from './exports/routes.ts';
import { gateDoorRoutes } from './gate-doors/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { keepAnswers } from './idempotency.ts';
import { importRoutes } from './imports/routes.ts';
import { importTemplateRoutes } from './imports/templates.ts';
import { uploadRoutes } from './imports/uploads.ts';
import { lineRoutes } from './lines/routes.ts';
import { listRoutes } from './lists/routes.ts';
import { LOAD_LIMITS, shedLoad } from './load.ts';
import { CSP } from './pages/csp.ts';
import { pageRoutes } from './pages/routes.ts';
import { regimeRoutes } from './regimes/routes.ts';
import { resultRoutes } from './results/routes.ts';
import { roleRoutes } from './roles/routes.ts';
import { sessionRoutes } from './session/routes.ts';
import { settingRoutes } from './settings/routes.ts';
import { teamRoutes } from './teams/routes.ts';
import { tokenRoutes } from './tokens/routes.ts';
import { userRoutes } from './users/routes.ts';
import { refusePrototypeKeys, validatorCompiler } from './validation.ts';

/** Most of the requests are a few hundred bytes; a campaign with all its hours is under 8 KB. */
const BODY_LIMIT = 256 * 1024;
/** Per address, for everything together: a floor of 2,000 may sit behind one. */
const REQUESTS_PER_10_S = 5_000;

const RESOURCES: readonly ((app: FastifyInstance, deps: ApiDeps) => void)[] = [
  sessionRoutes,
  tokenRoutes,
  userRoutes,
  teamRoutes,
  resultRoutes,
  roleRoutes,
  groupRoutes,
  campaignRoutes,
  listRoutes,
  uploadRoutes,
  importRoutes,
  importTemplateRoutes,
  contactRoutes,
  gateDoorRoutes,
  callBackRoutes,
  contactWorkRoutes,
  agentRoutes,
  screenPopRoutes,
  callRoutes,
  breakReasonRoutes,
  regimeRoutes,
  callRecordRoutes,
  doNotCallRoutes,
  exportRoutes,
  lineRoutes,
  emergencyStopRoutes,
  settingRoutes,
  auditRoutes,
];

/** The HTTP service with its WebSockets, not yet listening. */
export function buildApi(deps: ApiDeps): FastifyInstance {
  const app = Fastify({
    loggerInstance: deps.logger,
    logController: new Fastify.LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    trustProxy: deps.trustProxy,
    exposeHeadRoutes: false,
    genReqId: () => deps.ids.next(),
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    // Looked for below, where the field can be named.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    ...(deps.https === undefined ? {} : { https: deps.https }),
  }) as FastifyInstance;
  app.setValidatorCompiler(validatorCompiler);
  app.addHook('preValidation', async ({ body }) => refusePrototypeKeys(body));
  answerErrors(app, deps);
  const eventLoop = shedLoad(app, deps.clock, deps.load ?? LOAD_LIMITS);
  noteRequests(app, deps);
  app.register(cookie);
  app.register(helmet, { contentSecurityPolicy: { directives: CSP }, crossOriginEmbedderPolicy: false });
  app.register(rateLimit, {
    max: deps.requestsPer10s ?? REQUESTS_PER_10_S,
    timeWindow: 10_000,
    errorResponseBuilder: (_request, context) => new ApiError('too_many_requests', { retryAfterMs: context.ttl }),
  });
  describeRoutes(app);
  const events = deps.events === undefined ? [] : [new EventGateway(deps, deps.events)];
  openDoors(app, deps, [...events, ...(deps.doors ?? [])]);
  app.register(async (routes) => {
    guardRoutes(routes, deps.sessions, deps.requestsPer10sOfOne);
    keepAnswers(routes, deps.idempotentAnswers);
    healthRoutes(routes, { ...deps, health: [...deps.health, eventLoop] });
    if (deps.serves === 'health') return;
    if (deps.pages !== undefined) pageRoutes(routes, deps.pages);
    await routes.register(
      async (v1) => {
        for (const add of RESOURCES) add(v1, deps);
      },
      { prefix: '/api/v1' },
    );
  });
  return app;
}

function answerErrors(app: FastifyInstance, deps: ApiDeps): void {
  app.setErrorHandler((error, request, reply) => {
    const known = toApiError(error, deps.isAway);
    if (known.code === 'internal') request.log.error({ requestId: request.id, err: briefly(error) }, 'request broke');
    return sendError(request, reply, known);
  });
  app.setNotFoundHandler((request, reply) => sendError(request, reply, new ApiError('not_found')));
}

function sendError(request: FastifyRequest, reply: FastifyReply, error: ApiError): FastifyReply {
  if (error.retryAfterMs !== undefined) reply.header('retry-after', Math.max(1, Math.ceil(error.retryAfterMs / 1_000)));
  const { code, message, details, why } = error;
  return reply
    .status(error.status)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send({ error: { code, message, details, ...(why === undefined ? {} : { why }), requestId: request.id } });
}

/** Where it broke, without what it was about: messages of others may carry values. */
function briefly(error: unknown): { name: string; code: unknown; stack: string } {
  if (!(error instanceof Error)) return { name: typeof error, code: undefined, stack: '' };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return { name: error.name, code: 'code' in error ? error.code : undefined, stack: frames.slice(0, 8).join('\n') };
}

/** One line and one observation a request. The route's pattern, never the address: an address can hold anything. */
function noteRequests(app: FastifyInstance, deps: ApiDeps): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    const took = reply.elapsedTime;
    deps.metrics.request(request.method, route, reply.statusCode, took);
    const fields = {
      requestId: request.id,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(took),
    };
    request.log.info({ ...fields, userId: request.principal?.userId }, 'request');
  });
}

function describeRoutes(app: FastifyInstance): void {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Boda',
        version: '1',
        description: 'Predictive dialer with a telesales system. Times are ISO 8601.',
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer' },
          cookie: { type: 'apiKey', in: 'cookie', name: 'boda_session' },
        },
      },
      security: [{ token: [] }, { cookie: [] }],
    },
  });
  app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true });
}
