import type { Selectable } from 'kysely';
import type { ImportFailure, ImportKind, ImportSettings, ImportState, ImportView } from '../lists/ports.ts';
import type { Import } from './tables.gen.ts';
import { optional } from './values.ts';

export function importView(row: Selectable<Import>): ImportView {
  return {
    id: row.id,
    kind: row.kind as ImportKind,
    listId: optional(row.list_id),
    campaignId: optional(row.campaign_id),
    departmentId: row.department_id,
    state: row.state as ImportState,
    batch: {
      source: optional(row.source),
      supplier: optional(row.supplier),
      price: optional(row.price),
      legalBasis: optional(row.legal_basis),
      proof: optional(row.proof),
    },
    settings: row.options as ImportSettings,
    bytes: row.bytes,
    doneBytes: row.done_bytes,
    rows: row.rows,
    imported: row.imported,
    updated: row.updated,
    moved: row.moved,
    duplicates: row.duplicates,
    doNotCall: row.do_not_call,
    rejected: row.rejected,
    undone: row.undone,
    kept: row.kept,
    createdBy: row.created_by,
    createdAt: row.created_at,
    startedAt: optional(row.started_at),
    endedAt: optional(row.ended_at),
    failure: optional(row.failure as ImportFailure | null),
  };
}
