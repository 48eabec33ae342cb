import type { FastifyInstance } from 'fastify';
import type { AuditRow as Row } from '../../domain/audit.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { answers, iso, nullable, pageRequest, present } from '../schemas.ts';
import { shownText } from '../shown-fields.ts';
import { typed } from '../typed.ts';
import { AuditQuery, AuditRows, Verdict } from './schema.ts';

const MOST_FAULTS = 100;

export function auditRoutes(app: FastifyInstance, { audit }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['audit'];

  routes.get(
    '/audit',
    { config: { access: 'audit.read' }, schema: { tags, querystring: AuditQuery, response: answers(AuditRows) } },
    async (request) => {
      const { action, subjectId } = request.query;
      return present(await audit.list(who(request).scope, { action, subjectId }, pageRequest(request.query)), shownRow);
    },
  );

  routes.get(
    '/audit/verification',
    { config: { access: 'audit.read' }, schema: { tags, response: answers(Verdict) } },
    async () => {
      const { rows, faults } = await audit.verify();
      return { whole: faults.length === 0, rows, faults: faults.slice(0, MOST_FAULTS) };
    },
  );
}

function shownRow(row: Row) {
  const { seq, action, subjectKind, details, hash } = row;
  return {
    seq,
    at: iso(row.at),
    actorId: nullable(row.actorId),
    action,
    subjectKind,
    subjectId: nullable(row.subjectId),
    departmentId: nullable(row.departmentId),
    reason: shownText(row.reason),
    details,
    hash,
  };
}
