import type { FastifyInstance } from 'fastify';
import { flagsOf, type ResultDefinition } from '../../domain/result-table.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { answers, nullable } from '../schemas.ts';
import { typed } from '../typed.ts';
import { CallResult, CallResults, NewResult, ResultChange, ResultParams } from './schema.ts';

/** The table of results (通话结果) of one's own department. */
export function resultRoutes(app: FastifyInstance, { results }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['results'];

  routes.get(
    '/call-results',
    { config: { access: 'records.read' }, schema: { tags, response: answers(CallResults) } },
    async (request) => ({ items: (await results.table(who(request).scope.departmentId)).map(shown) }),
  );

  routes.post(
    '/call-results',
    {
      config: { access: 'results.write', keep: 'answer' },
      schema: {
        tags,
        description: 'a further result, which counts as a shipped one',
        body: NewResult,
        response: answers(CallResult, 201),
      },
    },
    async (request, reply) => {
      const { key, countsAs, nameZh, nameEn, hotKey = null, active = true, needsNote = false } = request.body;
      const { leastTalkSeconds = null, mostTalkSeconds = null, position = 500 } = request.body;
      const limits = { leastTalkSeconds, mostTalkSeconds, position };
      const given = { key, countsAs, nameZh, nameEn, hotKey, active, needsNote, ...limits };
      return reply.status(201).send(shown(await results.create(who(request), given)));
    },
  );

  routes.patch(
    '/call-results/:key',
    {
      config: { access: 'results.write' },
      schema: { tags, params: ResultParams, body: ResultChange, response: answers(CallResult) },
    },
    async (request) => shown(await results.change(who(request), request.params.key, request.body)),
  );
}

function shown(result: ResultDefinition) {
  return {
    ...result,
    hotKey: nullable(result.hotKey),
    needs: [...result.needs],
    leastTalkSeconds: nullable(result.leastTalkSeconds),
    mostTalkSeconds: nullable(result.mostTalkSeconds),
    flags: flagsOf(result.countsAs),
  };
}
