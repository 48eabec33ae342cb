import type { AgentWish } from '../dialer/ports.ts';
import type { IdSource } from '../shared/ids.ts';
import type { Tx } from './pool.ts';
import { timestamp } from './values.ts';

/** Sessions and tokens end here; an agent at work is signed out by his group's runner, after the call he is in. */
export async function endAccess(tx: Tx, ids: IdSource, userId: string, now: number): Promise<void> {
  for (const table of ['session', 'api_token'] as const) {
    await tx
      .updateTable(table)
      .set({ revoked_at: timestamp(now) })
      .where('user_id', '=', userId)
      .where('revoked_at', 'is', null)
      .execute();
  }
  const seat = await tx.selectFrom('agent_seat').selectAll().where('agent_id', '=', userId).executeTakeFirst();
  if (seat === undefined || seat.state === 'offline') return;
  const wish: AgentWish = { id: ids.next(), agentId: userId, type: 'sign-out', at: now };
  const row = { id: wish.id, agent_id: userId, group_id: seat.group_id, body: JSON.stringify(wish) };
  await tx
    .insertInto('agent_wish')
    .values({ ...row, at: timestamp(now) })
    .execute();
}
