/** Files of abandoned calls, written and read back. CSV and JSON hold the same cells under the same hashes. */
import type { AbandonEvidenceFile } from '../domain/abandon-evidence.ts';
import { EvidenceChain, type EvidenceRow } from '../domain/evidence-chain.ts';
import { csvLine, harmless } from './csv-out.ts';
import { RecordSplitter } from './records.ts';

export const EVIDENCE_COLUMNS = [
  'attemptId',
  'number',
  'placedAt',
  'answeredAt',
  'offeredAt',
  'messageStartedAt',
  'messagePlayedAt',
  'endedAt',
  'endedBy',
  'patienceMs',
  'rule',
  'regime',
  'regimeVersion',
  'writtenBy',
] as const;

const FILE_COLUMNS = ['exportId', 'exportedBy', 'exportedAt', 'campaignId', 'from', 'to', 'reason'] as const;
const WINDOW_COLUMNS = ['name', 'from', 'limit', 'abandoned', 'connected', 'rate'] as const;
const TOTALS_COLUMNS = ['abandoned', 'connected', 'rate'] as const;
const MAX_CHARS = 100_000;

export type EvidenceFormat = 'csv' | 'json';

/** The file's text, piece by piece. */
export function* evidenceFile(
  key: Uint8Array,
  { file, calls, totals, windows = [] }: AbandonEvidenceFile,
  format: EvidenceFormat,
): Generator<string> {
  const chain = new EvidenceChain(key);
  const time = (at: number | undefined): string => (at === undefined ? '' : new Date(at).toISOString());
  const row = (kind: string, columns: readonly string[], values: readonly string[]): string => {
    const cells = values.map(harmless);
    const hash = chain.next(kind, cells);
    if (format === 'csv') return csvLine([kind, ...cells, hash]);
    return JSON.stringify({ kind, ...Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? ''])), hash });
  };
  const head = row('file', FILE_COLUMNS, [
    ...[file.exportId, file.exportedBy, time(file.at), file.campaignId, time(file.from), time(file.to), file.reason],
  ]);
  // Of the CSV's first line nothing is signed: it only names the columns of the calls.
  yield format === 'csv' ? `\ufeff${head}${csvLine(['kind', ...EVIDENCE_COLUMNS, 'hash'])}` : `[\n${head}`;
  const between = format === 'csv' ? '' : ',\n';
  for (const call of calls) {
    yield between +
      row('call', EVIDENCE_COLUMNS, [
        ...[call.attemptId, call.number, time(call.placedAt), time(call.answeredAt), time(call.offeredAt)],
        ...[time(call.messageStartedAt), time(call.messagePlayedAt), time(call.endedAt), call.endedBy],
        ...[call.patienceMs === undefined ? '' : String(call.patienceMs), call.rule, call.regime, call.regimeVersion],
        call.writtenBy,
      ]);
  }
  for (const { name, from, limit, ...counts } of windows)
    yield between + row('window', WINDOW_COLUMNS, [name, time(from), String(limit), ...counted(counts)]);
  yield between + row('totals', TOTALS_COLUMNS, counted(totals));
  if (format === 'json') yield '\n]\n';
}

function counted({ abandoned, connected }: { abandoned: number; connected: number }): string[] {
  const people = abandoned + connected;
  return [String(abandoned), String(connected), people === 0 ? '' : String(abandoned / people)];
}

/** The rows of such a file. Throws `TypeError` for a file that is none. */
export function readEvidence(text: string): EvidenceRow[] {
  const plain = text.replace(/^\ufeff/, '');
  if (!plain.startsWith('[')) return ofCsv(plain);
  let given: unknown;
  try {
    given = JSON.parse(plain);
  } catch {
    throw new TypeError('the file is neither an evidence file in CSV nor one in JSON');
  }
  if (!Array.isArray(given)) throw new TypeError('the file is no evidence file');
  return given.map((each: Record<string, unknown>) => {
    const { kind, hash, ...cells } = each ?? {};
    return { kind: String(kind), cells: Object.values(cells).map(String), hash: String(hash) };
  });
}

function ofCsv(text: string): EvidenceRow[] {
  const splitter = new RecordSplitter(',', { maxChars: MAX_CHARS });
  const rows: EvidenceRow[] = [];
  for (const record of [...splitter.push(text), ...splitter.end()]) {
    const cells = record.kind === 'cells' ? record.cells : [`broken row ${record.row}`];
    const [kind = '', ...rest] = cells;
    if (kind === 'kind' || (kind === '' && rest.length === 0)) continue;
    rows.push({ kind, cells: rest.slice(0, -1), hash: rest.at(-1) ?? '' });
  }
  return rows;
}
