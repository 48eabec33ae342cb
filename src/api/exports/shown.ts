import type { ExportView } from '../../domain/export.ts';
import { maskPhonesInText } from '../../domain/phone-mask.ts';
import { iso, nullable } from '../schemas.ts';
import { shownText } from '../shown-fields.ts';

/** As REST and the topic `export:` show it. */
export function shownExport({ departmentId: _department, locale: _locale, ...view }: ExportView) {
  return {
    ...view,
    columns: view.columns.map(maskPhonesInText),
    reason: shownText(view.reason) ?? '',
    createdAt: iso(view.createdAt),
    decidedBy: nullable(view.decidedBy),
    decidedAt: iso(view.decidedAt),
    decision: shownText(view.decision),
    startedAt: iso(view.startedAt),
    endedAt: iso(view.endedAt),
    expiresAt: iso(view.expiresAt),
    failure: nullable(view.failure),
  };
}
