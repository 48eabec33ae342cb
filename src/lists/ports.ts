/**
 * What lists need from the world. Postgres keeps the truth (`ContactSource`, `ImportSink`), Redis the ready queue
 * (`QueueFilling`). All times are milliseconds since the epoch; blind indexes are hex.
 */
import type { CallingHours, ContactSourceKind, FrequencyRule, GateFacts, GateSettings } from '../dialer/ports.ts';
import type { ContactOrder } from '../domain/contact-order.ts';
import type { ExportFilter, ExportFormat, ExportKind, ExportRow, ExportView } from '../domain/export.ts';
import type { Page, PageRequest } from '../domain/office.ts';
import type { Actor } from '../domain/people.ts';
import type { Scope } from '../domain/roles.ts';
import type { Mapping } from './columns.ts';
import type { Encoding } from './decoding.ts';
import type { ImportReason } from './import-reasons.ts';

// ---------------------------------------------------------------- feeding the ready queue

/** What the feeder reads of a campaign. */
export interface FeedRules {
  hours: CallingHours;
  frequency: FrequencyRule;
  maxAttempts: number;
  maxAttemptsPerDay: number;
  order: ContactOrder;
  gate: GateSettings;
  /** Windows that lists of the campaign have of their own. */
  listHours: readonly CallingHours['campaign'][];
}

/** A charged attempt to a number. */
export interface Charge {
  attemptId: string;
  blindIndex: string;
  at: number;
}

/** A place in the ready queue. `order` settles ties of priority, lowest first: a whole number, 0 … 2^43. */
export interface QueueEntry {
  contactId: string;
  campaignId: string;
  blindIndex: string;
  source: ContactSourceKind;
  priority: number;
  order: number;
}

/** A contact that is open and due, with all that the gate wants to know. */
export interface DueContact {
  entry: QueueEntry;
  facts: GateFacts;
  /** Charges to its number since `chargedSince`, newest first. */
  charges: readonly Charge[];
}

export type FeedDecision =
  | { kind: 'queue' }
  /** Stays open, due later. */
  | { kind: 'later'; at: number }
  /** A protected customer (私海): bound to his owner, to whom he comes as a preview. */
  | { kind: 'bind'; agentId: string }
  /** Closed, with this result if one is given. */
  | { kind: 'close'; result: 'DNC' | 'MAXTRIES' | undefined };

/** A due contact as the feeder first sees it: enough to say whose turn it is. */
export interface Candidate {
  id: string;
  listId: string;
  priority: number;
}

export interface DueRequest {
  campaignId: string;
  limit: number;
  now: number;
  /** Charges older than this are not wanted. */
  chargedSince: number;
  /** Contacts with a number that may be in one of these zones are passed over untouched. */
  closedZones: readonly string[];
  /**
   * Which of the candidates are taken, in which order; up to `limit` of each list come, in the campaign's order. Without
   * it the lists come as one.
   */
  choose?: ((candidates: readonly Candidate[]) => Candidate[]) | undefined;
}

export interface ContactSource {
  /** Undefined: there is no such campaign. */
  rules(campaignId: string): Promise<FeedRules | undefined>;
  /** The distinct sets of zones of the campaign's contacts that are not closed. */
  zoneSets(campaignId: string): Promise<string[][]>;
  /**
   * One transaction: reads due contacts in the campaign's order, asks `decide` of each, and writes what it says. Two
   * feeders never get the same contact. `looked` < `limit` means that there are no more.
   */
  queueDue(
    request: DueRequest,
    decide: (contact: DueContact) => FeedDecision,
  ): Promise<{ looked: number; queued: DueContact[] }>;
  /** Queued → open, not before the given time. One that is no longer queued is left alone. */
  unqueue(contacts: readonly { contactId: string; notBefore: number | undefined }[]): Promise<void>;
  /** Every queued contact of the campaign → open. */
  unqueueAll(campaignId: string): Promise<void>;
  /** Blind indexes of all numbers with an open attempt, whoever placed it. */
  numbersInFlight(): Promise<string[]>;
}

/** The filling side of the ready queue; the engine sees the claiming side (`ReadyQueue`). */
export interface QueueFilling {
  /** Throws away what is held of the campaign; nothing can be claimed until `finish`. Returns the epoch of the build. */
  begin(campaignId: string, now: number): Promise<number>;
  /** `undefined`: the queue was lost or belongs to another. Else how many were new. `build` during a rebuild only. */
  put(
    campaignId: string,
    contacts: readonly { entry: QueueEntry; charges: readonly Charge[] }[],
    now: number,
    build?: number,
  ): Promise<number | undefined>;
  /** Opens what was built; false when it was lost meanwhile and must be begun anew. */
  finish(campaignId: string, build: number): Promise<boolean>;
  /** The frequency windows that a claim looks at first. */
  setFrequency(campaignId: string, rule: FrequencyRule): Promise<void>;
  /** These numbers, and no others, are in flight beside what was claimed here. */
  markInFlight(blindIndexes: readonly string[], now: number): Promise<void>;
  /** Contacts ready to be claimed. */
  size(campaignId: string): Promise<number>;
  /** The contacts that would be claimed last. */
  last(campaignId: string, count: number): Promise<string[]>;
  /** Contacts that cannot be dialed until later than `after`: their number is over a window. */
  waitingPast(campaignId: string, after: number, count: number): Promise<{ contactId: string; freeAt: number }[]>;
  remove(campaignId: string, contactIds: readonly string[]): Promise<void>;
}

// ---------------------------------------------------------------- import

/** Seals a number: from here on nobody sees it in clear. */
export interface PhoneSealer {
  seal(e164: string): { blindIndex: string; ciphertext: Buffer; masked: string; prefix: string };
}

export interface NumberPlace {
  /** 归属地, e.g. 广东深圳. */
  region: string | undefined;
  carrier: string | undefined;
}

/** Where a number (E.164) belongs. */
export interface PlaceSource {
  of(e164: string): NumberPlace;
}

/** 10,000 mainland mobiles that share their first seven digits. */
export interface PlaceBlock extends NumberPlace {
  prefix: number;
  region: string;
}

export interface ImportNumber {
  blindIndex: string;
  ciphertext: Buffer;
  masked: string;
  /** How the number begins, for the gate. */
  prefix: string;
  country: string;
  zones: readonly string[];
  region: string | undefined;
  carrier: string | undefined;
}

/** One good row, ready to be written. */
export interface ImportRow {
  /** 1-based, the header included: as a person counts the lines of his sheet. */
  row: number;
  /** The number that is dialed first, then further ones; never empty, none twice. */
  numbers: readonly ImportNumber[];
  externalId: string | undefined;
  name: string | undefined;
  fields: Readonly<Record<string, string>>;
}

/** What is wrong with a row, or with one cell of a row that was taken all the same. */
export interface RowFault {
  row: number;
  /** Title of the column, or its number in a file without a header; undefined: the row as a whole. */
  column: string | undefined;
  /** Masked. */
  value: string;
  reason: ImportReason;
}

/** How an import treats a row that stands somewhere already (RULES.md "Import"). */
export interface DuplicateRule {
  by: 'phone' | 'external-id';
  scope: 'list' | 'campaign' | 'system';
  /** Only contacts made in the last so many days count; undefined: all. */
  days: number | undefined;
  action: 'skip' | 'update' | 'move';
}

/** What the person who imports chose; everything left out is recognised or has its default. */
export interface ImportSettings {
  encoding?: Encoding;
  delimiter?: ',' | '\t' | ';';
  mapping?: Mapping;
  duplicates?: Partial<DuplicateRule>;
  /** Leave out numbers on the do-not-call list; true by default. */
  scrub?: boolean;
  /** Do-not-call imports: why, and for which scope (`global` by default). */
  reason?: string;
  scope?: string;
}

export interface ImportTarget {
  campaignId: string;
  listId: string;
  departmentId: string;
}

export type ImportKind = 'contacts' | 'do-not-call';

/** An import in the hands of one worker; `run` fences off whoever had it before. */
export interface ImportJob {
  id: string;
  kind: ImportKind;
  run: number;
  departmentId: string;
  createdBy: string;
  /** Undefined for a do-not-call import. */
  target: ImportTarget | undefined;
  settings: ImportSettings;
  /** Rows of the file up to this one are in. */
  doneRow: number;
  startedAt: number;
}

export interface ImportBatch {
  rows: readonly ImportRow[];
  faults: readonly RowFault[];
  /** Data rows read, the rejected ones included. */
  seen: number;
  rejected: number;
  /** The last row of the file that this batch covers. */
  upTo: number;
  /** Bytes of the file read so far. */
  bytes: number;
}

export const ROW_OUTCOMES = ['imported', 'updated', 'moved', 'duplicate', 'do-not-call'] as const;
export type RowOutcome = (typeof ROW_OUTCOMES)[number];

/** The import was cancelled, or another worker has taken it over: stop, write nothing more. */
export class ImportLost extends Error {
  constructor(id: string) {
    super(`import ${id} is no longer this worker's`);
    this.name = 'ImportLost';
  }
}

export interface ImportFailure {
  message: string;
  faults: readonly { field: string; came: string; wanted: string }[];
}

/** What became of an import so far. */
export interface ImportView {
  id: string;
  kind: ImportKind;
  listId: string | undefined;
  campaignId: string | undefined;
  departmentId: string;
  state: ImportState;
  batch: DataBatch;
  settings: ImportSettings;
  /** Size of the file, and how much of it is in. */
  bytes: number;
  doneBytes: number;
  /** Data rows read: the sum of the six that follow. */
  rows: number;
  imported: number;
  updated: number;
  moved: number;
  duplicates: number;
  doNotCall: number;
  rejected: number;
  /** Of an undo: contacts taken back, and those that stay because they were dialed or changed since. */
  undone: number;
  kept: number;
  createdBy: string;
  createdAt: number;
  startedAt: number | undefined;
  endedAt: number | undefined;
  failure: ImportFailure | undefined;
}

export const IMPORT_STATES = [
  'receiving',
  'held',
  'queued',
  'running',
  'done',
  'failed',
  'cancelled',
  'undoing',
  'undone',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** 数据批次: where the rows come from, what they cost (CNY, exact), on what right they are used. */
export interface DataBatch {
  source: string | undefined;
  supplier: string | undefined;
  price: string | undefined;
  legalBasis: string | undefined;
  proof: string | undefined;
}

/** The worker's side of imports in Postgres. */
export interface ImportStore {
  /** Takes an import that waits or was left by a dead worker: its former holder can write nothing more. */
  claim(id: string, now: number): Promise<ImportJob | undefined>;
  /** The file as it was sent. */
  file(id: string): AsyncIterable<Uint8Array>;
  /**
   * One transaction: phones, customers and contacts found or made, faults, counts and `doneRow`. What became of each row, in
   * order. `dry` writes nothing (the preview). Rejects with `ImportLost`.
   */
  write(job: ImportJob, batch: ImportBatch, now: number, dry?: boolean): Promise<RowOutcome[]>;
  /** Ends it; the file goes. Nothing happens when it was taken over or cancelled. */
  finish(job: ImportJob, failure: ImportFailure | undefined, now: number): Promise<void>;
  /** Takes back up to `limit` contacts; true when nothing is left to do. */
  undoSome(id: string, limit: number, now: number): Promise<boolean>;
  view(id: string): Promise<ImportView | undefined>;
  /** Everything that a worker should have in hand: also what Redis or a dead worker has lost. */
  waiting(now: number): Promise<BackgroundJob[]>;
  /** Every block that the owner imported. */
  places(): Promise<PlaceBlock[]>;
}

export interface BackgroundJob {
  kind: 'import' | 'undo' | 'reset' | 'reorder' | 'export';
  id: string;
}

/** Background jobs: at least once each, so the work itself must bear being done twice (FAULTS 46). */
export interface JobQueue {
  add(job: BackgroundJob): Promise<void>;
}

/** Hears how an import is getting on: at each change of its state, and twice a second in between. */
export interface ImportProgress {
  progress(view: ImportView): void;
}

export interface ImportOrder {
  kind: ImportKind;
  /** Undefined for a do-not-call import. */
  listId: string | undefined;
  settings: ImportSettings;
  batch: DataBatch;
  /** Keep the file and wait for `start`. */
  hold: boolean;
}

export interface TemplateView {
  id: string;
  name: string;
  settings: ImportSettings;
  createdAt: number;
}

/** Imports as the office keeps them: every query within a scope, every change with its audit row. */
export interface ImportOffice {
  /** Writes the import down, receiving. Refused: not-found for a list beyond the scope. Fills the batch up from the list. */
  begin(actor: Actor, order: ImportOrder): Promise<{ id: string; batch: DataBatch; batchNeeded: boolean }>;
  append(id: string, seq: number, bytes: Uint8Array): Promise<void>;
  received(id: string, bytes: number, state: 'held' | 'queued'): Promise<void>;
  /** The upload broke off: nothing of it is kept but the note that it did. */
  broke(actor: Actor, id: string, why: string): Promise<void>;
  get(scope: Scope, id: string): Promise<ImportView | undefined>;
  list(scope: Scope, listId: string | undefined, page: PageRequest): Promise<Page<ImportView>>;
  faults(id: string, after: number, limit: number): Promise<(RowFault & { seq: number })[]>;
  /** A held import as it would be run with these settings. */
  held(scope: Scope, id: string, settings: ImportSettings): Promise<ImportJob | undefined>;
  start(
    actor: Actor,
    id: string,
    change: { settings: ImportSettings; batch: DataBatch },
  ): Promise<{ batch: DataBatch; batchNeeded: boolean }>;
  cancel(actor: Actor, id: string): Promise<void>;
  undo(actor: Actor, id: string, reason: string): Promise<void>;
  templates(scope: Scope): Promise<TemplateView[]>;
  keepTemplate(actor: Actor, name: string, settings: ImportSettings): Promise<TemplateView>;
  dropTemplate(actor: Actor, id: string): Promise<void>;
}

// ---------------------------------------------------------------- export

/** An export in the hands of one worker; `run` fences off whoever had it before. */
export interface ExportJob {
  id: string;
  run: number;
  kind: ExportKind;
  format: ExportFormat;
  filter: ExportFilter;
  columns: readonly string[];
  locale: 'zh-CN' | 'en';
  /** Full numbers, in a file protected by this password. */
  password: string | undefined;
  /** Name and 工号. */
  by: string;
  /** As he stands now, not as he stood when he ordered. */
  scope: Scope;
}

export type ExportPart = 'plain' | 'file';

/** The worker's side of exports in Postgres. */
export interface ExportStore {
  /**
   * Takes an export that waits or was left by a dead worker; what the former one wrote is thrown away. Undefined: it is
   * not to be run; ends one whose orderer may no longer have it.
   */
  claim(id: string, now: number): Promise<ExportJob | undefined>;
  /** Pages of rows within the orderer's scope. */
  rows(job: ExportJob): AsyncIterable<readonly ExportRow[]>;
  /** Rejects with `ExportLost`. `rows`: so many are in so far. */
  append(
    job: ExportJob,
    piece: { part: ExportPart; seq: number; bytes: Uint8Array; rows: number },
    now: number,
  ): Promise<void>;
  read(id: string, part: ExportPart): AsyncIterable<Uint8Array>;
  /** Ends it; nothing happens when it was cancelled or taken over. */
  finish(job: ExportJob, end: { rows: number; bytes: number } | { failure: string }, now: number): Promise<void>;
  view(id: string): Promise<ExportView | undefined>;
  /** What a worker should have in hand; files whose time is over go here. */
  waiting(now: number): Promise<BackgroundJob[]>;
}

/** The export was cancelled, or another worker has taken it over: stop, write nothing more. */
export class ExportLost extends Error {
  constructor(id: string) {
    super(`export ${id} is no longer this worker's`);
    this.name = 'ExportLost';
  }
}

/** Hears how an export is getting on. */
export interface ExportProgress {
  progress(view: ExportView): void;
}
