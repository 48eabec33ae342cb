import type { FastifyInstance } from 'fastify';
import type { ApiDeps } from '../deps.ts';
import type { HealthCheck } from '../ports.ts';
import { typed } from '../typed.ts';
import { Alive, Ready } from './schema.ts';

/** A check that does not answer is a problem of its own. */
const LONGEST_CHECK_MS = 2_000;

/** Outside /api: for orchestrators and Prometheus. Health tells names and short reasons, nothing that needs a permission. */
export function healthRoutes(app: FastifyInstance, { health, metrics, clock }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['health'];

  routes.get('/health/live', { config: { access: 'open' }, schema: { tags, response: { 200: Alive } } }, async () => ({
    status: 'alive',
  }));

  routes.get(
    '/health/ready',
    { config: { access: 'open' }, schema: { tags, response: { 200: Ready, 503: Ready } } },
    async (_request, reply) => {
      const found = await Promise.all(health.map((check) => look(check)));
      const problems = found.filter((problem) => problem !== undefined);
      const warnings = health.flatMap(({ name, warning }) => {
        const reason = warning?.();
        return reason === undefined ? [] : [{ name, reason }];
      });
      if (problems.length === 0) return reply.status(200).send({ status: 'ready', problems, warnings });
      return reply.status(503).send({ status: 'unready', problems, warnings });
    },
  );

  routes.get('/metrics', { config: { access: 'metrics.read' }, schema: { tags } }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.text()),
  );

  routes.get('/api/openapi.json', { config: { access: 'open' }, schema: { hide: true } }, async () => app.swagger());

  async function look(check: HealthCheck): Promise<{ name: string; reason: string } | undefined> {
    const reason = await new Promise<string | undefined>((resolve) => {
      const late = clock.after(LONGEST_CHECK_MS, () => resolve('does not answer'));
      Promise.resolve()
        .then(() => check.problem())
        .then(resolve, () => resolve('the check itself failed'))
        .finally(() => late.cancel());
    });
    return reason === undefined ? undefined : { name: check.name, reason };
  }
}
