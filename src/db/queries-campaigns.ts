import { sql } from 'kysely';
import type {
  CampaignSettings,
  CampaignStatus,
  CampaignView,
  NewCampaign,
  Page,
  PageRequest,
} from '../domain/office.ts';
import type { Actor } from '../domain/people.ts';
import { Refused, wrong } from '../domain/refused.ts';
import type { Scope } from '../domain/roles.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import { type Db, type Tx, transact } from './pool.ts';
import { campaignColumns, campaignOf, selectCampaigns } from './queries-campaign-rows.ts';
import { idCursor, pageFrom } from './queries-page.ts';
import { orNotFound } from './queries-refusals.ts';
import { departmentRows } from './queries-scope.ts';
import { timestamp } from './values.ts';

interface AbandonFigures {
  connected: number;
  abandoned: number;
}
type AbandonWidth = 'campaign' | 'centre' | 'organisation';
const ABANDON_KEPT_MS = 2_000;
/** Windows are told apart in memory by their length, to the hour. */
const ABANDON_SPAN_MS = 3_600_000;
/** Campaigns whose figures are remembered at once. */
const MOST_REMEMBERED = 1_000;

/** Campaigns. The runner hears of a change by itself (migrations/0001_ground.sql, "Nudges"). */
export class PgCampaigns {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #ids: IdSource;
  readonly #abandon = new Map<string, { figures: Promise<AbandonFigures>; from: number; until: number }>();

  constructor(db: Db, clock: Clock, ids: IdSource) {
    this.#db = db;
    this.#clock = clock;
    this.#ids = ids;
  }

  async list(scope: Scope, page: PageRequest): Promise<Page<CampaignView>> {
    const after = idCursor(page.cursor);
    let query = selectCampaigns(this.#db, scope)
      .orderBy('c.id')
      .limit(page.limit + 1);
    if (after !== undefined) query = query.where('c.id', '>', after);
    return pageFrom((await query.execute()).map(campaignOf), page.limit, (campaign) => campaign.id);
  }

  async get(scope: Scope, id: string): Promise<CampaignView | undefined> {
    return await readCampaign(this.#db, scope, id);
  }

  async create(actor: Actor, campaign: NewCampaign): Promise<CampaignView> {
    const id = this.#ids.next();
    const now = this.#clock.now();
    return await transact(this.#db, async (tx) => {
      const group = await tx
        .selectFrom('agent_group')
        .select('department_id')
        .where('id', '=', campaign.groupId)
        .where(departmentRows(actor.scope, sql`department_id`))
        .executeTakeFirst();
      if (group === undefined) throw wrong('groupId', 'another id', 'an agent group of yours');
      const departmentId = group.department_id;
      await tx
        .insertInto('campaign')
        .values({
          ...campaignColumns(campaign),
          id,
          name: campaign.name,
          hours: JSON.stringify(campaign.hours),
          frequency: JSON.stringify(campaign.frequency),
          department_id: departmentId,
          group_id: campaign.groupId,
          created_at: timestamp(now),
        })
        .execute();
      await setLines(tx, id, campaign);
      const deed = { action: 'campaign.create', subjectKind: 'campaign', subjectId: id, departmentId };
      await appendAudit(tx, actor, { ...deed, details: { groupId: campaign.groupId } }, now);
      return orNotFound(await readCampaign(tx, actor.scope, id), 'campaign');
    });
  }

  async change(actor: Actor, id: string, change: Partial<CampaignSettings>): Promise<CampaignView> {
    const now = this.#clock.now();
    return await transact(this.#db, async (tx) => {
      const before = await lockCampaign(tx, actor.scope, id);
      const { departmentId } = before;
      const columns = campaignColumns(change);
      await demandPool(tx, change);
      if (Object.keys(columns).length > 0) await tx.updateTable('campaign').set(columns).where('id', '=', id).execute();
      if (change.mode !== undefined && change.mode !== before.mode) await emptyQueue(tx, id);
      await setLines(tx, id, change);
      const changed = orNotFound(await readCampaign(tx, actor.scope, id), 'campaign');
      if (changed.status === 'running') demandLines(changed);
      const { name, ...figures } = change;
      const details = { ...figures, ...(name === undefined ? {} : { name: 'changed' }) };
      await appendAudit(
        tx,
        actor,
        { action: 'campaign.change', subjectKind: 'campaign', subjectId: id, departmentId, details },
        now,
      );
      return changed;
    });
  }

  async setStatus(actor: Actor, id: string, status: CampaignStatus): Promise<CampaignView> {
    const now = this.#clock.now();
    return await transact(this.#db, async (tx) => {
      const campaign = await lockCampaign(tx, actor.scope, id);
      if (status === 'paused' && campaign.status === 'stopped') {
        throw new Refused('conflict', 'A campaign that is stopped cannot be paused.');
      }
      if (status === 'running') demandLines(campaign);
      if (campaign.status === status) return campaign;
      await tx
        .updateTable('campaign')
        .set(
          status === 'running'
            ? { status, first_started_at: sql`coalesce(first_started_at, ${timestamp(now)}::timestamptz)` }
            : { status },
        )
        .where('id', '=', id)
        .execute();
      const { departmentId } = campaign;
      const details = { from: campaign.status, to: status };
      await appendAudit(
        tx,
        actor,
        { action: 'campaign.status', subjectKind: 'campaign', subjectId: id, departmentId, details },
        now,
      );
      return { ...campaign, status };
    });
  }

  /**
   * At most two seconds old: a window of a day holds 100,000 rows, and every open live page asks each second. Many askers at
   * once share one look. By scope too, because the scope is part of the query.
   */
  async abandonFigures(
    scope: Scope,
    id: string,
    from: number,
    width: AbandonWidth = 'campaign',
  ): Promise<{ connected: number; abandoned: number }> {
    const span = Math.round((this.#clock.now() - from) / ABANDON_SPAN_MS);
    const key = `${id} ${scope.kind === 'all' ? '' : scope.departmentId} ${width} ${span}`;
    const now = this.#clock.now();
    const known = this.#abandon.get(key);
    if (known !== undefined && now < known.until && from >= known.from) return await known.figures;
    const figures = this.#countAbandoned(scope, id, from, width);
    if (this.#abandon.size >= MOST_REMEMBERED) this.#abandon.clear();
    this.#abandon.set(key, { figures, from, until: now + ABANDON_KEPT_MS });
    figures.catch(() => this.#abandon.delete(key));
    return await figures;
  }

  async #countAbandoned(scope: Scope, id: string, from: number, width: AbandonWidth): Promise<AbandonFigures> {
    // MODEL.md's US denominator: joined to an agent (HUNGUP too) and abandoned. One-to-one calls must not thin the rate.
    const { rows } = await sql<AbandonFigures>`
      select count(*) filter (where result in ('CONNECTED', 'HUNGUP') and mode not in ('manual', 'preview')) as connected,
        count(*) filter (where result = 'ABANDONED') as abandoned
      from call_record where campaign_id in (
          select o.id from campaign c join campaign o on o.id = c.id or o.regime = c.regime and ${widthRows(width)}
          where c.id = ${id} and ${departmentRows(scope, sql`c.department_id`)})
        and placed_at >= ${timestamp(from)}`.execute(this.#db);
    return rows[0] ?? { connected: 0, abandoned: 0 };
  }
}

/** Whose calls count under the rule beside the campaign's own: sums only, no row of another department is shown. */
function widthRows(width: AbandonWidth) {
  if (width === 'campaign') return sql`false`;
  return width === 'organisation' ? sql`true` : sql`o.department_id = c.department_id`;
}

/** What stands in the ready queue goes back: the other mode claims it in its own way. The gate refuses a stale claim. */
async function emptyQueue(tx: Tx, campaignId: string): Promise<void> {
  await sql`update contact set state = 'open' where campaign_id = ${campaignId} and state = 'queued'
    and not exists (select from preview p where p.contact_id = contact.id)`.execute(tx);
}

async function readCampaign(db: Db | Tx, scope: Scope, id: string): Promise<CampaignView | undefined> {
  const row = await selectCampaigns(db, scope).where('c.id', '=', id).executeTakeFirst();
  return row === undefined ? undefined : campaignOf(row);
}

async function lockCampaign(tx: Tx, scope: Scope, id: string): Promise<CampaignView> {
  const row = await selectCampaigns(tx, scope).where('c.id', '=', id).forUpdate('c').executeTakeFirst();
  return campaignOf(orNotFound(row, 'campaign'));
}

/** A campaign that could not dial is not started: whoever starts it is told why at once. */
function demandLines(campaign: CampaignView): void {
  const faults = [
    ...(campaign.trunkIds.length > 0 ? [] : [{ field: 'trunkIds', came: 'a list of 0', wanted: 'a trunk to dial by' }]),
    ...(campaign.callerIdIds.length > 0 || campaign.callerPoolId !== null
      ? []
      : [{ field: 'callerIdIds', came: 'a list of 0', wanted: 'a caller number to show' }]),
  ];
  if (faults.length > 0) throw new Refused('conflict', 'The campaign cannot dial yet.', faults);
}

async function setLines(
  tx: Tx,
  id: string,
  lines: Pick<Partial<CampaignSettings>, 'trunkIds' | 'callerIdIds'>,
): Promise<void> {
  const { trunkIds, callerIdIds } = lines;
  if (trunkIds !== undefined) {
    await demandAll(tx, 'trunk', 'trunkIds', trunkIds);
    await tx.deleteFrom('campaign_trunk').where('campaign_id', '=', id).execute();
    const rows = trunkIds.map((trunk_id) => ({ campaign_id: id, trunk_id }));
    if (rows.length > 0) await tx.insertInto('campaign_trunk').values(rows).execute();
  }
  if (callerIdIds !== undefined) {
    await demandAll(tx, 'caller_id', 'callerIdIds', callerIdIds);
    await tx.deleteFrom('campaign_caller_id').where('campaign_id', '=', id).execute();
    const rows = callerIdIds.map((caller_id_id) => ({ campaign_id: id, caller_id_id }));
    if (rows.length > 0) await tx.insertInto('campaign_caller_id').values(rows).execute();
  }
}

async function demandPool(tx: Tx, { callerPoolId }: Partial<CampaignSettings>): Promise<void> {
  if (callerPoolId !== undefined && callerPoolId !== null)
    await demandAll(tx, 'caller_pool', 'callerPoolId', [callerPoolId]);
}

async function demandAll(
  tx: Tx,
  table: 'trunk' | 'caller_id' | 'caller_pool',
  field: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const known = await tx
    .selectFrom(table)
    .select('id')
    .where('id', 'in', [...ids])
    .execute();
  if (known.length < ids.length) throw wrong(field, 'an id that is not there', `ids of ${table}s`);
}
