/** What the API needs of exports; each command writes its audit row with the change. */
import type { ExportOrder, ExportView } from '../../domain/export.ts';
import type { Page, PageRequest } from '../../domain/office.ts';
import type { Actor } from '../../domain/people.ts';

export interface Exports {
  /** `Refused`: a right that is missing, a column that there is not, too many orders. The password is told this once. */
  order(actor: Actor, order: ExportOrder): Promise<{ view: ExportView; password: string | undefined }>;
  get(actor: Actor, id: string): Promise<ExportView | undefined>;
  list(actor: Actor, state: string | undefined, page: PageRequest): Promise<Page<ExportView>>;
  /** `forbidden` for one's own. */
  decide(actor: Actor, id: string, decision: { approve: boolean; reason: string }): Promise<ExportView>;
  cancel(actor: Actor, id: string): Promise<ExportView>;
  /** `conflict` when it is not there, has expired, or was fetched three times. */
  fetch(actor: Actor, id: string): Promise<{ view: ExportView; file: AsyncIterable<Uint8Array> }>;
}
