import { type Selectable, sql } from 'kysely';
import type { Actor } from '../domain/people.ts';
import { Refused, wrong } from '../domain/refused.ts';
import {
  type GivenResult,
  isGivenResult,
  type ResultDefinition,
  type ResultSettings,
  resultTable,
  shippedResult,
} from '../domain/result-table.ts';
import { AGENT_MEANING } from '../domain/results.ts';
import type { Scope } from '../domain/roles.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { orNotFound } from './queries-refusals.ts';
import { departmentRows } from './queries-scope.ts';
import type { CallResult } from './tables.gen.ts';
import { optional, timestamp } from './values.ts';

/** Shown on one page and sent with every screen pop. */
const MOST_ACTIVE = 24;

/** The departments' tables of results. */
export class PgResults {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #ids: IdSource;

  constructor(db: Db, clock: Clock, ids: IdSource) {
    this.#db = db;
    this.#clock = clock;
    this.#ids = ids;
  }

  async table(departmentId: string): Promise<ResultDefinition[]> {
    return await tableOf(this.#db, departmentId);
  }

  /** The result of this key where the agent's call belongs, and how long its talk is so far. */
  async ofCall(
    agentId: string,
    attemptId: string,
    key: string,
  ): Promise<{ definition: ResultDefinition | undefined; talkSeconds: number | undefined } | undefined> {
    const { rows } = await sql<{ department_id: string; talk: number | null }>`
      select c.department_id, floor(extract(epoch from coalesce(a.closed_at, ${timestamp(this.#clock.now())}) - a.connected_at))::int as talk
      from attempt a join campaign c on c.id = a.campaign_id where a.id = ${attemptId} and (a.agent_id = ${agentId} or a.owner_id = ${agentId} or exists (
        select from agent_seat s where s.agent_id = ${agentId} and s.attempt_id = a.id))`.execute(this.#db);
    const [row] = rows;
    if (row === undefined) return undefined;
    const definition = (await this.table(row.department_id)).find((each) => each.key === key && each.active);
    const talk = optional(row.talk);
    return { definition, talkSeconds: talk === undefined ? undefined : Math.max(0, talk) };
  }

  async create(
    actor: Actor,
    given: ResultSettings & { key: string; countsAs: GivenResult },
  ): Promise<ResultDefinition> {
    return await this.#write(actor, given.key, 'call-result.create', async (tx) => {
      const there = (await tableOf(tx, actor.scope.departmentId)).some(({ key }) => key === given.key);
      if (there)
        throw new Refused('conflict', 'key is taken', [{ field: 'key', came: 'one that is taken', wanted: 'another' }]);
      const { key, countsAs, ...settings } = given;
      await tx
        .insertInto('call_result')
        .values(this.#row(actor, key, countsAs, settings))
        .execute();
    });
  }

  /** A shipped one becomes the department's own with its first change. */
  async change(actor: Actor, key: string, change: Partial<ResultSettings>): Promise<ResultDefinition> {
    return await this.#write(actor, key, 'call-result.change', async (tx) => {
      const found = orNotFound(
        (await tableOf(tx, actor.scope.departmentId)).find((each) => each.key === key),
        'result',
      );
      const row = this.#row(actor, key, found.countsAs, { ...settingsOf(found), ...change });
      const { id: _id, created_at: _at, ...set } = row;
      await tx
        .insertInto('call_result')
        .values(row)
        .onConflict((conflict) => conflict.columns(['department_id', 'key']).doUpdateSet(set))
        .execute();
    });
  }

  async #write(actor: Actor, key: string, action: string, work: (tx: Tx) => Promise<void>): Promise<ResultDefinition> {
    const { departmentId } = actor.scope;
    return await transact(this.#db, async (tx) => {
      // One writer of a department's table at a time: what is counted below is what will be.
      await sql`select id from team where id = ${departmentId} for update`.execute(tx);
      await work(tx);
      const table = await tableOf(tx, departmentId);
      const active = table.filter((each) => each.active);
      if (active.length === 0) throw new Refused('conflict', 'At least one result must stay active.');
      if (active.length > MOST_ACTIVE)
        throw new Refused('conflict', `At most ${MOST_ACTIVE} results are active at once.`);
      const made = orNotFound(
        table.find((each) => each.key === key),
        'result',
      );
      const twin = active.find((each) => each.key !== key && each.hotKey !== undefined && each.hotKey === made.hotKey);
      if (made.active && twin !== undefined) throw wrong('hotKey', `that of ${twin.key}`, 'a key that no other has');
      const { countsAs, active: isActive, leastTalkSeconds, mostTalkSeconds } = made;
      const details = { key, countsAs, active: isActive, leastTalkSeconds, mostTalkSeconds };
      const deed = { action, subjectKind: 'call-result', subjectId: departmentId, departmentId, details };
      await appendAudit(tx, actor, deed, this.#clock.now());
      return made;
    });
  }

  #row(actor: Actor, key: string, countsAs: GivenResult, settings: ResultSettings) {
    const { leastTalkSeconds: least, mostTalkSeconds: most } = settings;
    if (least !== null && most !== null && least > most)
      throw wrong('mostTalkSeconds', String(most), `at least leastTalkSeconds (${least})`);
    return {
      ...{ id: this.#ids.next(), department_id: actor.scope.departmentId, key, counts_as: countsAs },
      ...{ name_zh: settings.nameZh, name_en: settings.nameEn, hot_key: settings.hotKey, active: settings.active },
      ...{ needs_note: settings.needsNote, position: settings.position },
      least_talk_seconds: least,
      most_talk_seconds: most,
      created_at: timestamp(this.#clock.now()),
    };
  }
}

async function tableOf(db: Db | Tx, departmentId: string): Promise<ResultDefinition[]> {
  const scope: Scope = { kind: 'department', userId: '', squadId: undefined, departmentId };
  const rows = await db
    .selectFrom('call_result')
    .selectAll()
    .where(departmentRows(scope, sql`department_id`))
    .execute();
  return resultTable(rows.flatMap(definitionOf));
}

/** A row that counts as nothing that this version knows is left out. */
export function definitionOf(
  row: Omit<Selectable<CallResult>, 'id' | 'created_at' | 'department_id'>,
): ResultDefinition[] {
  if (!isGivenResult(row.counts_as)) return [];
  const needs = AGENT_MEANING[row.counts_as].needs;
  return [
    {
      ...{ key: row.key, countsAs: row.counts_as, nameZh: row.name_zh, nameEn: row.name_en, active: row.active },
      hotKey: optional(row.hot_key),
      needs: row.needs_note && !needs.includes('note') ? [...needs, 'note'] : needs,
      leastTalkSeconds: optional(row.least_talk_seconds),
      mostTalkSeconds: optional(row.most_talk_seconds),
      position: row.position,
    },
  ];
}

function settingsOf(found: ResultDefinition): ResultSettings {
  const shipped = isGivenResult(found.key) ? shippedResult(found.key).needs : [];
  const { nameZh, nameEn, active, position } = found;
  return {
    ...{ nameZh, nameEn, active, position, hotKey: found.hotKey ?? null },
    needsNote: found.needs.includes('note') && !shipped.includes('note'),
    leastTalkSeconds: found.leastTalkSeconds ?? null,
    mostTalkSeconds: found.mostTalkSeconds ?? null,
  };
}
