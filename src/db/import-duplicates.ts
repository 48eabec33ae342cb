import { sql } from 'kysely';
import type { DuplicateRule, ImportJob, ImportRow, ImportSettings, RowOutcome } from '../lists/ports.ts';
import { assert } from '../shared/assert.ts';
import type { PhoneRow } from './import-phones.ts';
import type { Tx } from './pool.ts';
import { timestamp } from './values.ts';

const DAY_MS = 86_400_000;

export function ruleOf({ duplicates = {} }: ImportSettings): DuplicateRule {
  const { by = 'phone', scope = 'list', days, action = 'skip' } = duplicates;
  return { by, scope, days, action };
}

/** A contact that a row stands for already. */
export interface Double {
  contactId: string;
  listId: string;
  departmentId: string;
}

interface DoubleRow {
  key: string;
  id: string;
  list_id: string;
  department_id: string;
}

/** Position of the row → the contact it doubles, by the import's rule. One of the list itself goes before others. */
export async function findDuplicates(
  tx: Tx,
  job: ImportJob,
  rule: DuplicateRule,
  rows: ReadonlyMap<number, ImportRow>,
  phones: ReadonlyMap<string, PhoneRow>,
  now: number,
): Promise<Map<number, Double>> {
  const keysOf = (row: ImportRow): string[] => {
    if (rule.by === 'external-id') return row.externalId === undefined ? [] : [row.externalId];
    return row.numbers.flatMap(({ blindIndex }) => phones.get(blindIndex)?.id ?? []);
  };
  const keys = [...new Set([...rows.values()].flatMap(keysOf))];
  if (keys.length === 0) return new Map();
  const found = await read(tx, job, rule, keys, now);
  const best = new Map<string, Double>();
  for (const row of found) {
    const known = best.get(row.key);
    if (known !== undefined && (known.listId === job.target?.listId || row.list_id !== job.target?.listId)) continue;
    best.set(row.key, { contactId: row.id, listId: row.list_id, departmentId: row.department_id });
  }
  const doubles = new Map<number, Double>();
  for (const [i, row] of rows) {
    const double = keysOf(row)
      .map((key) => best.get(key))
      .find((each) => each !== undefined);
    if (double !== undefined) doubles.set(i, double);
  }
  return doubles;
}

async function read(
  tx: Tx,
  job: ImportJob,
  rule: DuplicateRule,
  keys: readonly string[],
  now: number,
): Promise<DoubleRow[]> {
  const { target } = job;
  assert(target, 'contacts without a list', { importId: job.id });
  const within = {
    list: sql`c.list_id = ${target.listId}`,
    campaign: sql`c.campaign_id = ${target.campaignId}`,
    system: sql`true`,
  }[rule.scope];
  const since = rule.days === undefined ? null : timestamp(now - rule.days * DAY_MS);
  const from =
    rule.by === 'external-id'
      ? sql`(select external_id as key, id from contact where external_id = any(${keys}::text[])) x`
      : sql`(select phone_id::text as key, id from contact where phone_id = any(${keys}::uuid[])
          union all select phone_id::text, contact_id from contact_number where phone_id = any(${keys}::uuid[])) x`;
  const { rows } = await sql<DoubleRow>`
    select x.key, c.id, c.list_id, c.department_id from ${from} join contact c on c.id = x.id
    where ${within} and (${since}::timestamptz is null or c.created_at >= ${since}::timestamptz)
    order by c.id desc`.execute(tx);
  return rows;
}

/**
 * Updates or moves the doubles as the rule says; position → what became of the row. What is not in the result was left
 * alone: another department's, being dialed now, or in the way of one that stands in the list.
 */
export async function changeContacts(
  tx: Tx,
  job: ImportJob,
  rule: DuplicateRule,
  rows: ReadonlyMap<number, ImportRow>,
  doubles: ReadonlyMap<number, Double>,
  now: number,
): Promise<Map<number, RowOutcome>> {
  const { target } = job;
  assert(target, 'contacts without a list', { importId: job.id });
  const outcome = new Map<number, RowOutcome>();
  if (rule.action === 'skip') return outcome;
  const own = [...doubles].filter(([, double]) => double.departmentId === target.departmentId);
  // Two rows may double one contact: the last one has the say.
  const changes = new Map(
    own.flatMap(([i, double]) => {
      const row = rows.get(i);
      return row === undefined ? [] : [[double.contactId, { ...double, row }]];
    }),
  );
  if (changes.size === 0) return outcome;
  const list = [...changes.values()].sort((a, b) => (a.contactId < b.contactId ? -1 : 1));
  const ids = list.map((each) => each.contactId);
  await sql`insert into import_before (import_id, contact_id, before)
    select ${job.id}, c.id, jsonb_build_object('name', c.name, 'fields', c.fields, 'external_id', c.external_id,
      'list_id', c.list_id, 'campaign_id', c.campaign_id, 'state', case c.state when 'closed' then 'closed' else 'open' end,
      'due_at', c.due_at, 'attempts', c.attempts)
    from contact c where c.id = any(${ids}::uuid[]) order by c.id
    on conflict do nothing`.execute(tx);
  const moves = (double: Double): boolean => rule.action === 'move' && double.listId !== target.listId;
  const { rows: done } = await sql<{ id: string }>`
    update contact c set name = coalesce(v.name, c.name), fields = c.fields || v.fields::jsonb,
      external_id = coalesce(v.external_id, c.external_id),
      list_id = case when v.moves then ${target.listId} else c.list_id end,
      campaign_id = case when v.moves then ${target.campaignId} else c.campaign_id end,
      state = case when v.moves then 'open' else c.state end,
      due_at = case when v.moves then ${timestamp(now)}::timestamptz else c.due_at end
    from unnest(${ids}::uuid[], ${list.map((each) => each.row.name ?? null)}::text[],
      ${list.map((each) => JSON.stringify(each.row.fields))}::text[],
      ${list.map((each) => each.row.externalId ?? null)}::text[], ${list.map(moves)}::bool[])
      v (id, name, fields, external_id, moves)
    where c.id = v.id and (not v.moves or (c.state <> 'dialing' and not exists
      (select from contact o where o.list_id = ${target.listId} and o.phone_id = c.phone_id)))
    returning c.id`.execute(tx);
  const changed = new Set(done.map((row) => row.id));
  await sql`delete from import_before where import_id = ${job.id} and contact_id = any(${ids.filter((id) => !changed.has(id))}::uuid[])`.execute(
    tx,
  );
  for (const [i, double] of own) if (changed.has(double.contactId)) outcome.set(i, moves(double) ? 'moved' : 'updated');
  return outcome;
}
