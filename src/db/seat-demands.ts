import { sql } from 'kysely';
import { Refused } from '../domain/refused.ts';
import type { Tx } from './pool.ts';
import { timestamp } from './values.ts';

/** A result that was given so lately may not be written yet, ms. */
const ON_ITS_WAY_MS = 30_000;
const NOBODY_RUNS = 'No dialer runs your agent group now; try again shortly. 坐席组的拨号服务暂不可用。';

/** RULES.md "Results": the next Ready opens a missing result first. */
export async function demandResults(tx: Tx, agentId: string, now: number): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select a.id from attempt a where a.agent_id = ${agentId} and a.disposition = 'UNFILLED'
      -- A result that is on its way counts: the runner hears of it before it hears of the Ready.
      and not exists (select from agent_wish w where w.agent_id = ${agentId} and w.at > ${timestamp(now - ON_ITS_WAY_MS)}
        and w.body->>'type' = 'disposition' and w.body->>'attemptId' = a.id::text)
    order by a.placed_at limit 10`.execute(tx);
  if (rows.length === 0) return;
  throw new Refused(
    'conflict',
    'Give the missing results first (unfilled in GET /agents/me). 请先填写未填的通话结果。',
    rows.map(({ id }) => ({ field: 'state', came: 'ready', wanted: `the result of call ${id} first` })),
  );
}

/** Whoever asks for an answer must not wait for nobody. */
export async function demandRunner(tx: Tx, groupId: string, now: number): Promise<void> {
  const { rows } = await sql`
    select 1 from group_lease where group_id = ${groupId} and expires_at > ${timestamp(now)}`.execute(tx);
  if (rows.length === 0) throw new Refused('away', NOBODY_RUNS);
}
