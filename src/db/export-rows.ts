import { sql } from 'kysely';
import { type ExportFilter, type ExportRow, OWN_COLUMN } from '../domain/export.ts';
import type { ContactView, RecordView } from '../domain/office.ts';
import { maskPhonesInText } from '../domain/phone-mask.ts';
import type { Scope } from '../domain/roles.ts';
import type { PhoneVault } from './crypto.ts';
import type { Db } from './pool.ts';
import { countContacts, PgContacts } from './queries-contacts.ts';
import { selectEntries } from './queries-do-not-call.ts';
import { PgRecords } from './queries-records.ts';

const PAGE = 1_000;
/** Rows that are made texts of in one go: some milliseconds, after which everything else goes first. */
const SLICE = 100;
/** What stands behind an id in a file that people read. */
const NAMES = {
  campaign: 'name',
  list: 'name',
  trunk: 'name',
  caller_id: 'number',
  app_user: "staff_no || ' ' || name",
} as const;

/** Rows of exports, page by page within the scope, so that millions take no memory and no long statement. */
export class ExportRows {
  readonly #db: Db;
  readonly #vault: Pick<PhoneVault, 'open'>;

  constructor(db: Db, vault: Pick<PhoneVault, 'open'>) {
    this.#db = db;
    this.#vault = vault;
  }

  /** How many rows, counted to `most` at most, and the own columns that they have. */
  async count(scope: Scope, filter: ExportFilter, most: number): Promise<{ count: number; titles: string[] }> {
    if (filter.kind === 'contacts') return await countContacts(this.#db, scope, filter, most);
    if (filter.kind === 'call-records')
      return { count: await new PgRecords(this.#db).count(scope, filter, most), titles: [] };
    const { rows } = await sql<{ n: number }>`
      select count(*) as n from (select from do_not_call limit ${most}) x`.execute(this.#db);
    return { count: rows[0]?.n ?? 0, titles: [] };
  }

  async *pages(
    scope: Scope,
    filter: ExportFilter,
    { columns, full }: { columns: readonly string[]; full: boolean },
  ): AsyncGenerator<readonly ExportRow[]> {
    if (filter.kind === 'contacts') yield* this.#contacts(scope, filter, columns, full);
    else if (filter.kind === 'call-records') yield* this.#records(scope, filter, full);
    else yield* this.#entries();
  }

  async *#contacts(
    scope: Scope,
    filter: ExportFilter & { kind: 'contacts' },
    columns: readonly string[],
    full: boolean,
  ): AsyncGenerator<readonly ExportRow[]> {
    const contacts = new PgContacts(this.#db);
    const names = new Names(this.#db);
    const own = columns.filter((column) => column.startsWith(OWN_COLUMN));
    let cursor: string | undefined;
    do {
      const page = await contacts.list(scope, filter, { cursor, limit: PAGE });
      const numbers = full
        ? await this.#clear(
            'contact',
            page.items.map(({ id }) => id),
          )
        : undefined;
      const campaigns = await names.of(
        'campaign',
        page.items.map(({ campaignId }) => campaignId),
      );
      const lists = await names.of(
        'list',
        page.items.map(({ listId }) => listId),
      );
      for (const some of slices(page.items))
        yield some.map((contact) => ({
          ...contactRow(contact, own),
          number: numbers?.get(contact.id) ?? contact.number,
          campaign: maskPhonesInText(campaigns.get(contact.campaignId) ?? ''),
          list: maskPhonesInText(lists.get(contact.listId) ?? ''),
        }));
      cursor = page.next;
    } while (cursor !== undefined);
  }

  async *#records(
    scope: Scope,
    filter: ExportFilter & { kind: 'call-records' },
    full: boolean,
  ): AsyncGenerator<readonly ExportRow[]> {
    const records = new PgRecords(this.#db);
    const names = new Names(this.#db);
    let cursor: string | undefined;
    do {
      const { items, next } = await records.list(scope, filter, { cursor, limit: PAGE });
      const numbers = full
        ? await this.#clear(
            'attempt',
            items.map(({ attemptId }) => attemptId),
          )
        : undefined;
      const campaigns = await names.of(
        'campaign',
        items.map(({ campaignId }) => campaignId),
      );
      const lists = await names.of(
        'list',
        items.map(({ listId }) => listId),
      );
      const trunks = await names.of(
        'trunk',
        items.map(({ trunkId }) => trunkId),
      );
      const callers = await names.of(
        'caller_id',
        items.map(({ callerIdId }) => callerIdId),
      );
      const agents = await names.of(
        'app_user',
        items.map(({ agentId }) => agentId),
      );
      for (const some of slices(items))
        yield some.map((record) => {
          const [staffNo = '', ...agent] = (agents.get(record.agentId ?? '') ?? '').split(' ');
          return {
            ...recordRow(record),
            number: numbers?.get(record.attemptId) ?? record.number,
            campaign: maskPhonesInText(campaigns.get(record.campaignId) ?? ''),
            list: maskPhonesInText(lists.get(record.listId) ?? ''),
            trunk: trunks.get(record.trunkId) ?? '',
            callerNumber: callers.get(record.callerIdId ?? '') ?? '',
            ...{ staffNo, agent: agent.join(' ') },
          };
        });
      cursor = next;
    } while (cursor !== undefined);
  }

  /** The hash is the number's keyed index: the same number has the same one, and nobody without the key gets it back. */
  async *#entries(): AsyncGenerator<readonly ExportRow[]> {
    let after: string | undefined;
    for (;;) {
      let query = selectEntries(this.#db)
        .leftJoin('app_user as by', 'by.id', 'd.created_by')
        .select(['d.blind_index', 'by.staff_no'])
        .orderBy('d.id')
        .limit(PAGE);
      if (after !== undefined) query = query.where('d.id', '>', after);
      const rows = await query.execute();
      for (const some of slices(rows))
        yield some.map((row) => ({
          number: row.masked ?? '',
          hash: row.blind_index.toString('hex'),
          scope: row.scope,
          reason: maskPhonesInText(row.reason),
          source: row.source,
          staffNo: row.staff_no ?? '',
          createdAt: time(row.created_at),
          expiresAt: time(row.expires_at),
        }));
      after = rows.at(-1)?.id;
      if (rows.length < PAGE) return;
    }
  }

  /** Numbers in clear, as they are dialed: for a protected file alone. */
  async #clear(of: 'contact' | 'attempt', ids: readonly string[]): Promise<Map<string, string>> {
    const { rows } = await sql<{ id: string; ciphertext: Buffer }>`
      select k.id, p.ciphertext from ${sql.table(of)} k join phone p on p.id = k.phone_id
      where k.id = any(${ids}::uuid[])`.execute(this.#db);
    return new Map(rows.map(({ id, ciphertext }) => [id, written(this.#vault.open(ciphertext))]));
  }
}

function* slices<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += SLICE) yield rows.slice(from, from + SLICE);
}

/** Names by id, each read once an export. */
class Names {
  readonly #db: Db;
  readonly #known = new Map<string, string>();

  constructor(db: Db) {
    this.#db = db;
  }

  async of(table: keyof typeof NAMES, ids: readonly (string | undefined)[]): Promise<ReadonlyMap<string, string>> {
    const wanted = [...new Set(ids)].filter((id) => id !== undefined && !this.#known.has(id));
    if (wanted.length > 0) {
      const { rows } = await sql<{ id: string; name: string }>`
        select id, ${sql.raw(NAMES[table])} as name from ${sql.table(table)}
        where id = any(${wanted}::uuid[])`.execute(this.#db);
      for (const { id, name } of rows) this.#known.set(id, name);
    }
    return this.#known;
  }
}

function contactRow(contact: ContactView, own: readonly string[]): ExportRow {
  const { region, carrier } = contact;
  const fields = Object.fromEntries(
    own.map((column) => {
      const value = contact.fields[column.slice(OWN_COLUMN.length)];
      return [
        column,
        value === undefined ? '' : maskPhonesInText(typeof value === 'string' ? value : JSON.stringify(value)),
      ];
    }),
  );
  return {
    ...fields,
    name: maskPhonesInText(contact.name ?? ''),
    place: [region, carrier].filter((part) => part !== undefined).join(' · '),
    state: contact.state,
    priority: String(contact.priority),
    attempts: String(contact.attempts),
    lastResult: contact.lastResult ?? '',
    lastAttemptAt: time(contact.lastAttemptAt),
    dueAt: time(contact.dueAt),
    createdAt: time(contact.createdAt),
    contactId: contact.id,
  };
}

function recordRow(record: RecordView): ExportRow {
  const talkMs = record.connectedAt === undefined ? undefined : Math.max(0, record.endedAt - record.connectedAt);
  return {
    mode: record.mode,
    placedAt: time(record.placedAt),
    ringingAt: time(record.ringingAt),
    answeredAt: time(record.answeredAt),
    connectedAt: time(record.connectedAt),
    endedAt: time(record.endedAt),
    talkSeconds: talkMs === undefined ? '' : String(Math.round(talkMs / 1_000)),
    result: record.result,
    disposition: record.disposition ?? '',
    resultKey: record.resultKey ?? '',
    endedBy: record.endedBy,
    attemptId: record.attemptId,
  };
}

function time(at: number | null | undefined): string {
  return at === null || at === undefined || !Number.isFinite(at) ? '' : new Date(at).toISOString();
}

/** A mainland number without its +86; others begin with 00, which no spreadsheet takes for a formula. */
function written(e164: string): string {
  return e164.startsWith('+86') ? e164.slice(3) : e164.replace('+', '00');
}
