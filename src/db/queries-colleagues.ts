import type { ColleagueView, CompanyView } from '../domain/colleague-view.ts';
import { Refused } from '../domain/refused.ts';
import type { Db, Tx } from './pool.ts';

const MOST = 500;

/** The agents of one group, as its agents see each other: names and states, nothing of their calls. */
export class PgColleagues {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Those who are signed in beside him, by name; nobody when he himself is not. */
  async of(agentId: string): Promise<ColleagueView[]> {
    return await this.#db
      .selectFrom('agent_seat as me')
      .innerJoin('agent_seat as s', 's.group_id', 'me.group_id')
      .innerJoin('app_user as u', 'u.id', 's.agent_id')
      .select(['s.agent_id as agentId', 'u.name', 'u.staff_no as username', 's.state'])
      .where('me.agent_id', '=', agentId)
      .where('me.state', '<>', 'offline')
      .where('s.agent_id', '<>', agentId)
      .where('s.state', '<>', 'offline')
      .orderBy('u.name')
      .orderBy('u.staff_no')
      .limit(MOST)
      .execute();
  }
}

/** The other agent on the call that this seat has in hand. */
export async function companyOf(
  db: Db,
  seat: { agent_id: string; attempt_id: string | null; guest: boolean },
): Promise<CompanyView> {
  const { attempt_id: attemptId, guest } = seat;
  if (attemptId === null) return { guest: false, colleague: undefined };
  const colleague = await db
    .selectFrom('agent_seat as s')
    .innerJoin('app_user as u', 'u.id', 's.agent_id')
    .select(['s.agent_id as agentId', 'u.name'])
    .where('s.attempt_id', '=', attemptId)
    .where('s.agent_id', '<>', seat.agent_id)
    .where('s.state', 'in', ['reserved', 'talking'])
    .executeTakeFirst();
  return { guest, colleague };
}

/** What is written of a call is its own agent's: whoever was asked in has nothing to say of it. */
export async function demandOwn(tx: Tx, agentId: string, attemptId: string): Promise<void> {
  const guest = await tx
    .selectFrom('agent_seat')
    .select('agent_id')
    .where('agent_id', '=', agentId)
    .where('attempt_id', '=', attemptId)
    .where('guest', '=', true)
    .executeTakeFirst();
  if (guest !== undefined) throw new Refused('conflict', 'This call is your colleague’s. 这通电话属于您的同事。');
}
