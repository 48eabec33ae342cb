import type { TrunkResultRule, TrunkSettings, TrunkView } from '../domain/office.ts';
import type { Actor } from '../domain/people.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import { appendAudit } from './audit.ts';
import { type Db, transact } from './pool.ts';
import { orNotFound, orTaken } from './queries-refusals.ts';
import { timestamp } from './values.ts';

/** Trunks: the whole installation's, so no scope narrows them; permissions do. */
export class PgTrunks {
  readonly #db: Db;
  readonly #clock: Clock;
  readonly #ids: IdSource;

  constructor(db: Db, clock: Clock, ids: IdSource) {
    this.#db = db;
    this.#clock = clock;
    this.#ids = ids;
  }

  async trunks(): Promise<TrunkView[]> {
    return (await this.#db.selectFrom('trunk').selectAll().orderBy('key').execute()).map(trunkOf);
  }

  async trunk(id: string): Promise<TrunkView | undefined> {
    const row = await this.#db.selectFrom('trunk').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : trunkOf(row);
  }

  async createTrunk(actor: Actor, trunk: TrunkSettings & { key: string }): Promise<TrunkView> {
    const now = this.#clock.now();
    return await orTaken('key', 'one that no trunk has', () =>
      transact(this.#db, async (tx) => {
        const { name, sipUri: sip_uri, callsPerSecond: calls_per_second, channels, key } = trunk;
        const row = await tx
          .insertInto('trunk')
          .values({
            ...trunkColumns(trunk),
            ...{ id: this.#ids.next(), key, name, sip_uri, calls_per_second, channels },
            created_at: timestamp(now),
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        const details = { key };
        await appendAudit(tx, actor, { action: 'trunk.create', subjectKind: 'trunk', subjectId: row.id, details }, now);
        return trunkOf(row);
      }),
    );
  }

  async changeTrunk(actor: Actor, id: string, change: Partial<TrunkSettings>): Promise<TrunkView> {
    const now = this.#clock.now();
    return await transact(this.#db, async (tx) => {
      const row = await tx
        .updateTable('trunk')
        .set(trunkColumns(change))
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
      const details = { ...change };
      const trunk = trunkOf(orNotFound(row, 'trunk'));
      await appendAudit(tx, actor, { action: 'trunk.change', subjectKind: 'trunk', subjectId: id, details }, now);
      return trunk;
    });
  }
}

function trunkColumns(trunk: Partial<TrunkSettings>) {
  const columns = {
    name: trunk.name,
    sip_uri: trunk.sipUri,
    codecs: trunk.codecs === undefined ? undefined : [...trunk.codecs],
    calls_per_second: trunk.callsPerSecond,
    channels: trunk.channels,
    weight: trunk.weight,
    enabled: trunk.enabled,
    dial_prefix: trunk.dialPrefix,
    strip_plus: trunk.stripPlus,
    national_only: trunk.nationalOnly,
    failover_order: trunk.failoverOrder,
    home_area: trunk.homeArea,
    home_region: trunk.homeRegion,
    away_prefix: trunk.awayPrefix,
    result_rules: trunk.resultRules === undefined ? undefined : JSON.stringify(trunk.resultRules),
    caller_list: trunk.callerList && [...trunk.callerList],
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined)) as {
    [K in keyof typeof columns]?: Exclude<(typeof columns)[K], undefined>;
  };
}

function trunkOf(row: {
  id: string;
  key: string;
  name: string;
  sip_uri: string;
  codecs: string[];
  calls_per_second: string;
  channels: number;
  weight: number;
  enabled: boolean;
  dial_prefix: string;
  strip_plus: boolean;
  national_only: boolean;
  failover_order: number;
  home_area: string | null;
  home_region: string | null;
  away_prefix: string;
  result_rules: unknown;
  caller_list: string[] | null;
  binding_url: string | null;
  binding_timeout_ms: number | null;
  created_at: number;
}): TrunkView {
  const { binding_url: url, binding_timeout_ms: timeoutMs } = row;
  return {
    id: row.id,
    key: row.key,
    name: row.name,
    sipUri: row.sip_uri,
    codecs: row.codecs,
    callsPerSecond: Number(row.calls_per_second),
    channels: row.channels,
    weight: row.weight,
    enabled: row.enabled,
    dialPrefix: row.dial_prefix,
    stripPlus: row.strip_plus,
    nationalOnly: row.national_only,
    failoverOrder: row.failover_order,
    homeArea: row.home_area,
    homeRegion: row.home_region,
    awayPrefix: row.away_prefix,
    resultRules: row.result_rules as TrunkResultRule[],
    callerList: row.caller_list,
    binding: url === null || timeoutMs === null ? null : { url, timeoutMs },
    createdAt: row.created_at,
  };
}
