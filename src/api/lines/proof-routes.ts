import type { FastifyInstance } from 'fastify';
import { MOST_PROOF_BYTES, type ProofType, proofType } from '../../domain/caller-proof.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiError } from '../errors.ts';
import { FileAnswers } from '../exports/schema.ts';
import { found } from '../found.ts';
import { answers, IdParams } from '../schemas.ts';
import { typed } from '../typed.ts';
import { shownCallerId } from './caller-routes.ts';
import { CallerId, ProofQuery } from './schema.ts';

const TYPES = ['application/pdf', 'image/jpeg', 'image/png', 'application/octet-stream'];
const SERVED: Record<ProofType, string> = { pdf: 'application/pdf', jpg: 'image/jpeg', png: 'image/png' };

/** The authorisation or 报备 of a number of ours as a file: what it is, is told by how it begins. */
export function proofRoutes(app: FastifyInstance, { callerProofs, lines }: ApiDeps): void {
  app.register(async (scoped) => {
    scoped.removeAllContentTypeParsers();
    for (const type of TYPES)
      scoped.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: MOST_PROOF_BYTES }, (_request, body, done) =>
        done(null, body),
      );
    const routes = typed(scoped);
    const tags = ['lines'];

    routes.put(
      '/caller-ids/:id/proof',
      {
        config: { access: 'lines.write', keep: 'stream' },
        schema: {
          tags,
          description: 'a PDF, JPG or PNG of at most 5 MiB; it takes the place of the one before',
          consumes: TYPES,
          params: IdParams,
          querystring: ProofQuery,
          response: answers(CallerId),
        },
      },
      async (request) => {
        const { id } = request.params;
        found(await lines.callerId(id));
        const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.of();
        const type = proofType(bytes);
        if (type === undefined) {
          const details = [{ field: 'body', came: 'another kind of file', wanted: 'a PDF, JPG or PNG file' }];
          throw new ApiError('invalid', { details });
        }
        await callerProofs.put(who(request), id, { name: request.query.name, type, bytes });
        return shownCallerId(found(await lines.callerId(id)));
      },
    );

    routes.get(
      '/caller-ids/:id/proof',
      {
        config: { access: 'lines.write' },
        schema: { tags, description: 'noted in the audit', params: IdParams, response: FileAnswers },
      },
      async (request, reply) => {
        const { id } = request.params;
        const { type, bytes } = await callerProofs.fetch(who(request), id);
        reply.header('content-disposition', `attachment; filename="proof-${id}.${type}"`);
        reply.header('cache-control', 'no-store');
        reply.type(SERVED[type]);
        return reply.send(bytes);
      },
    );
  });
}
