import type { Log } from '../dialer/ports.ts';
import type { Page, PageRequest } from '../domain/office.ts';
import type { Actor } from '../domain/people.ts';
import { type FieldFault, Refused } from '../domain/refused.ts';
import type { Scope } from '../domain/roles.ts';
import { type Clock, pause } from '../shared/clock.ts';
import type {
  DataBatch,
  ImportOffice,
  ImportOrder,
  ImportProgress,
  ImportSettings,
  ImportStore,
  ImportView,
  JobQueue,
  PhoneSealer,
  PlaceSource,
  RowFault,
  TemplateView,
} from './ports.ts';
import { type Preview, previewImport } from './preview.ts';

/** Bytes that are sealed and written in one go. */
const PIECE_BYTES = 1024 * 1024;
const LOOK_MS = 50;
const MOVING: readonly string[] = ['receiving', 'queued', 'running', 'undoing'];

export interface DeskParts {
  office: ImportOffice;
  store: ImportStore;
  jobs: JobQueue;
  sealer: PhoneSealer;
  places(): Promise<PlaceSource>;
  clock: Clock;
  log: Log;
  /** Hears of what people change; of the rest the worker tells. */
  progress?: ImportProgress;
}

/** The commands of imports: takes files in, hands them to the workers, says how they are getting on. */
export class ImportDesk {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /**
   * Takes a file in as it comes, sealed piece by piece. When the sender breaks off, nothing is imported. Refused (invalid)
   * for a batch that lacks what the campaign's regime wants, before anything of the file is kept.
   */
  async receive(actor: Actor, order: ImportOrder, body: AsyncIterable<Uint8Array>): Promise<ImportView> {
    const { office } = this.#parts;
    const { id, batch, batchNeeded } = await office.begin(actor, order);
    let bytes = 0;
    try {
      if (!order.hold && batchNeeded) needWhole(batch);
      let seq = 0;
      for await (const piece of inPieces(body)) {
        await office.append(id, seq++, piece);
        bytes += piece.length;
      }
      await office.received(id, bytes, order.hold ? 'held' : 'queued');
    } catch (error) {
      await office.broke(actor, id, error instanceof Refused ? error.message : 'the upload broke off');
      throw error;
    }
    if (!order.hold) await this.#queue('import', id);
    return await this.#view(actor.scope, id);
  }

  async get(scope: Scope, id: string): Promise<ImportView | undefined> {
    return await this.#parts.office.get(scope, id);
  }

  async list(scope: Scope, listId: string | undefined, page: PageRequest): Promise<Page<ImportView>> {
    return await this.#parts.office.list(scope, listId, page);
  }

  /** The import when nothing moves it any more, or as it stands after `withinMs`. */
  async settled(scope: Scope, id: string, withinMs: number): Promise<ImportView> {
    const { clock } = this.#parts;
    const until = clock.now() + withinMs;
    for (;;) {
      const view = await this.#view(scope, id);
      if (!MOVING.includes(view.state) || clock.now() >= until) return view;
      await pause(clock, LOOK_MS);
    }
  }

  /** The first faults of an import that the scope has been checked for. */
  async firstFaults(id: string, limit: number): Promise<RowFault[]> {
    return await this.#parts.office.faults(id, 0, limit);
  }

  /** All of them, in the order of the file. */
  async *allFaults(id: string): AsyncGenerator<RowFault> {
    let after = 0;
    for (;;) {
      const some = await this.#parts.office.faults(id, after, 1_000);
      yield* some;
      after = some.at(-1)?.seq ?? after;
      if (some.length < 1_000) return;
    }
  }

  /** Of a held import; nothing is written. Refused (conflict) for any other. */
  async preview(scope: Scope, id: string, settings: ImportSettings): Promise<Preview> {
    const { office, store, sealer, places, clock } = this.#parts;
    const job = await office.held(scope, id, settings);
    if (job === undefined)
      throw new Refused('conflict', 'Only an import that was sent with hold=true can be previewed.');
    return await previewImport(job, { store, sealer, places: await places(), clock });
  }

  async start(actor: Actor, id: string, change: { settings: ImportSettings; batch: DataBatch }): Promise<ImportView> {
    const { batch, batchNeeded } = await this.#parts.office.start(actor, id, change);
    if (batchNeeded) needWhole(batch);
    await this.#parts.office.received(id, -1, 'queued');
    await this.#tell(actor.scope, id);
    await this.#queue('import', id);
    return await this.#view(actor.scope, id);
  }

  /** What was imported so far stays; `undo` takes it back. */
  async cancel(actor: Actor, id: string): Promise<ImportView> {
    await this.#parts.office.cancel(actor, id);
    return await this.#tell(actor.scope, id);
  }

  async undo(actor: Actor, id: string, reason: string): Promise<ImportView> {
    await this.#parts.office.undo(actor, id, reason);
    await this.#tell(actor.scope, id);
    await this.#queue('undo', id);
    return await this.#view(actor.scope, id);
  }

  async templates(scope: Scope): Promise<TemplateView[]> {
    return await this.#parts.office.templates(scope);
  }

  async keepTemplate(actor: Actor, name: string, settings: ImportSettings): Promise<TemplateView> {
    return await this.#parts.office.keepTemplate(actor, name, settings);
  }

  async dropTemplate(actor: Actor, id: string): Promise<void> {
    await this.#parts.office.dropTemplate(actor, id);
  }

  /** Redis may be away: then the worker finds the import in Postgres. */
  async #queue(kind: 'import' | 'undo', id: string): Promise<void> {
    await this.#parts.jobs
      .add({ kind, id })
      .catch((error: unknown) =>
        this.#parts.log.warn({ importId: id, why: String(error) }, 'job not queued; a worker will find it'),
      );
  }

  /** Before a worker can: what it tells is newer. */
  async #tell(scope: Scope, id: string): Promise<ImportView> {
    const view = await this.#view(scope, id);
    this.#parts.progress?.progress(view);
    return view;
  }

  async #view(scope: Scope, id: string): Promise<ImportView> {
    const view = await this.#parts.office.get(scope, id);
    if (view === undefined) throw new Refused('not-found', 'There is no such import.');
    return view;
  }
}

/** Under the CN regime each import says where it comes from, what it cost and on what right it is used (数据批次). */
function needWhole(batch: DataBatch): void {
  const faults: FieldFault[] = (['source', 'supplier', 'price', 'legalBasis', 'proof'] as const)
    .filter((field) => batch[field] === undefined || batch[field] === '')
    .map((field) => ({
      field,
      came: 'nothing',
      wanted: 'this field: the campaign’s regime asks where its data comes from',
    }));
  if (faults.length === 0) return;
  const names = faults.map((fault) => fault.field).join(', ');
  throw new Refused('invalid', `The data batch lacks ${names}.`, faults);
}

async function* inPieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    held.push(chunk);
    size += chunk.length;
    if (size < PIECE_BYTES) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
}
