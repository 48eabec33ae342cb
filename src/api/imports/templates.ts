import type { FastifyInstance } from 'fastify';
import type { ImportSettings, TemplateView } from '../../lists/ports.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { answers, IdParams, iso, NoContent } from '../schemas.ts';
import { typed } from '../typed.ts';
import { NewTemplate, Template, Templates } from './schema.ts';

/** Saved mappings (导入模板), the department's. */
export function importTemplateRoutes(app: FastifyInstance, { imports }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['lists'];

  routes.get(
    '/import-templates',
    { config: { access: 'lists.import' }, schema: { tags, response: answers(Templates) } },
    async (request) => ({ items: (await imports.templates(who(request).scope)).map(shown) }),
  );

  routes.post(
    '/import-templates',
    {
      config: { access: 'lists.import', keep: 'answer' },
      schema: { tags, body: NewTemplate, response: answers(Template, 201) },
    },
    async (request, reply) => {
      const { name, settings } = request.body;
      const made = await imports.keepTemplate(who(request), name, settings as ImportSettings);
      return reply.status(201).send(shown(made));
    },
  );

  routes.delete(
    '/import-templates/:id',
    { config: { access: 'lists.import' }, schema: { tags, params: IdParams, response: NoContent } },
    async (request, reply) => {
      await imports.dropTemplate(who(request), request.params.id);
      return reply.status(204).send(null);
    },
  );
}

function shown({ id, name, settings, createdAt }: TemplateView) {
  return { id, name, settings, createdAt: iso(createdAt) };
}
