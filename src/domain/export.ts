/**
 * Exports (导出) as people order them: RULES.md "Export".
 *
 *   waiting ──approved by another──► queued ──► running ──► done ──24 h──► expired
 *      └──► refused                     └──────────┴──► failed | cancelled
 */
import type { ContactFilter, RecordFilter } from './office.ts';

export const EXPORT_KINDS = ['contacts', 'call-records', 'do-not-call'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];
export const EXPORT_FORMATS = ['csv', 'xlsx'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export const EXPORT_STATES = [
  'waiting',
  'queued',
  'running',
  'done',
  'failed',
  'cancelled',
  'refused',
  'expired',
] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

/** A file is there so long after it was written. */
export const EXPORT_KEPT_MS = 86_400_000;
export const MOST_DOWNLOADS = 3;
/** Setting of the installation: more rows than this need another person's approval. */
export const ROW_CAP_KEY = 'export.rowCap';
export const DEFAULT_ROW_CAP = 10_000;

/** What the rows are chosen by: as the list of that kind is filtered. */
export type ExportFilter =
  | ({ kind: 'contacts' } & Partial<ContactFilter>)
  | ({ kind: 'call-records' } & Partial<RecordFilter>)
  | { kind: 'do-not-call' };

/** Titles of the columns there are, in the order of the file. A contact has its own columns beside them. */
export const EXPORT_COLUMNS = {
  contacts: {
    number: ['号码', 'number'],
    name: ['姓名', 'name'],
    place: ['归属地', 'place'],
    campaign: ['外呼任务', 'campaign'],
    list: ['名单', 'list'],
    state: ['状态', 'state'],
    priority: ['优先级', 'priority'],
    attempts: ['拨打次数', 'attempts'],
    lastResult: ['最近结果', 'last result'],
    lastAttemptAt: ['最近拨打', 'last attempt'],
    dueAt: ['下次可拨', 'due'],
    createdAt: ['导入时间', 'created'],
    contactId: ['名单客户 ID', 'contact id'],
  },
  'call-records': {
    number: ['号码', 'number'],
    campaign: ['外呼任务', 'campaign'],
    list: ['名单', 'list'],
    staffNo: ['工号', 'staff no.'],
    agent: ['坐席', 'agent'],
    mode: ['外呼方式', 'mode'],
    trunk: ['线路', 'trunk'],
    callerNumber: ['外显号码', 'caller number'],
    placedAt: ['拨出时间', 'placed'],
    ringingAt: ['振铃时间', 'ringing'],
    answeredAt: ['接听时间', 'answered'],
    connectedAt: ['接入坐席时间', 'connected'],
    endedAt: ['结束时间', 'ended'],
    talkSeconds: ['通话时长（秒）', 'talk seconds'],
    result: ['系统结果', 'result'],
    disposition: ['通话结果', 'disposition'],
    resultKey: ['部门结果', 'own result'],
    endedBy: ['结束方', 'ended by'],
    attemptId: ['通话 ID', 'attempt id'],
  },
  'do-not-call': {
    number: ['号码', 'number'],
    hash: ['散列', 'hash'],
    scope: ['范围', 'scope'],
    reason: ['原因', 'reason'],
    source: ['来源', 'source'],
    staffNo: ['登记人工号', 'staff no.'],
    createdAt: ['登记时间', 'created'],
    expiresAt: ['失效时间', 'expires'],
  },
} as const satisfies Record<ExportKind, Record<string, readonly [zh: string, en: string]>>;

/** Before the title of a contact's own column. */
export const OWN_COLUMN = 'fields.';

/** One row: texts by column; a column that it lacks is empty. Numbers are masked, unless the export has full ones. */
export type ExportRow = Readonly<Record<string, string>>;

export interface ExportView {
  id: string;
  kind: ExportKind;
  format: ExportFormat;
  departmentId: string;
  createdBy: string;
  createdAt: number;
  reason: string;
  columns: readonly string[];
  fullNumbers: boolean;
  locale: 'zh-CN' | 'en';
  state: ExportState;
  /** Counted when it was ordered; one more than the row cap stands for all beyond it. */
  expected: number;
  decidedBy: string | undefined;
  decidedAt: number | undefined;
  /** What the other person wrote of it. */
  decision: string | undefined;
  rows: number;
  bytes: number;
  downloads: number;
  startedAt: number | undefined;
  endedAt: number | undefined;
  expiresAt: number | undefined;
  failure: string | undefined;
}

export interface ExportOrder {
  format: ExportFormat;
  filter: ExportFilter;
  /** Undefined: all there are. */
  columns: readonly string[] | undefined;
  fullNumbers: boolean;
  reason: string;
  locale: 'zh-CN' | 'en';
}
