import { maskPhonesInText } from '../../domain/phone-mask.ts';
import type { ImportView, RowFault } from '../../lists/ports.ts';
import { iso, nullable } from '../schemas.ts';
import { shownText } from '../shown-fields.ts';

/** As REST and the topic `import:` show it. */
export function shownImport({ campaignId: _campaign, departmentId: _department, ...view }: ImportView) {
  const { batch } = view;
  return {
    ...view,
    listId: nullable(view.listId),
    batch: {
      source: shownText(batch.source),
      supplier: shownText(batch.supplier),
      price: nullable(batch.price),
      legalBasis: shownText(batch.legalBasis),
      proof: shownText(batch.proof),
    },
    createdAt: iso(view.createdAt),
    startedAt: iso(view.startedAt),
    endedAt: iso(view.endedAt),
    failure: nullable(view.failure?.message),
  };
}

export function shownFault({ row, column, value, reason }: RowFault) {
  return { row, column: shownText(column), value: maskPhonesInText(value), reason };
}
