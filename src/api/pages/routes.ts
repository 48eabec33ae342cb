import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ApiError } from '../errors.ts';
import { CSP } from './csp.ts';

/**
 * Addresses that are answered with the one page, which then shows what belongs there. Named one by one: a wrong address
 * below /api must stay a 404, and so must a file that is not there.
 */
export const PAGE_PATHS = ['/', '/sign-in', '/desk', '/campaigns', '/campaigns/new', '/campaigns/:id'];

/** Names of built files hold a hash of their content: what was fetched once never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** Stands in index.html where the answer's own nonce goes. */
const NONCE = '__NONCE__';

/** The pages as `scripts/web/build.ts` made them in `folder`. */
export function pageRoutes(app: FastifyInstance, { folder }: { folder: string }): void {
  app.register(staticFiles, {
    root: join(folder, 'assets'),
    serve: false,
    preCompressed: true,
    cacheControl: false,
    acceptRanges: false,
    index: false,
  });
  for (const path of PAGE_PATHS) {
    // Styles get the nonce of each answer; scripts come as files and need none.
    const helmet = { enableCSPNonces: true, contentSecurityPolicy: { directives: CSP } };
    app.get(path, { config: { access: 'open' }, schema: { hide: true }, helmet }, async (_request, reply) => {
      const page = await readFile(join(folder, 'index.html'), 'utf8').catch(() => {
        throw new ApiError('not_found');
      });
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8');
      return page.replaceAll(NONCE, reply.cspNonce.style);
    });
  }
  app.get<{ Params: { file: string } }>(
    '/assets/:file(^[A-Za-z0-9_-][A-Za-z0-9_.-]*$)',
    { config: { access: 'open' }, schema: { hide: true } },
    (request, reply): FastifyReply => {
      reply.header('cache-control', FOR_EVER);
      return reply.sendFile(request.params.file);
    },
  );
}
