import type { Selectable } from 'kysely';
import type { ExportKind, ExportView } from '../domain/export.ts';
import type { Permission } from '../domain/roles.ts';
import type { Export } from './tables.gen.ts';
import { optional } from './values.ts';

export const MAY_EXPORT: Record<ExportKind, Permission> = {
  contacts: 'contacts.export',
  'call-records': 'records.export',
  'do-not-call': 'dnc.export',
};

/** The place of the password among the sealed pieces of its export. */
export const PASSWORD_SEQ = -1;

export function exportView(row: Selectable<Export>): ExportView {
  return {
    id: row.id,
    kind: row.kind as ExportView['kind'],
    format: row.format as ExportView['format'],
    departmentId: row.department_id,
    createdBy: row.created_by,
    createdAt: row.created_at,
    reason: row.reason,
    columns: row.columns,
    fullNumbers: row.full_numbers,
    locale: row.locale === 'en' ? 'en' : 'zh-CN',
    state: row.state as ExportView['state'],
    expected: row.expected,
    decidedBy: optional(row.decided_by),
    decidedAt: optional(row.decided_at),
    decision: optional(row.decision),
    rows: row.rows,
    bytes: row.bytes,
    downloads: row.downloads,
    startedAt: optional(row.started_at),
    endedAt: optional(row.ended_at),
    expiresAt: optional(row.expires_at),
    failure: optional(row.failure),
  };
}
