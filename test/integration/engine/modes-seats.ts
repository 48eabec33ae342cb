import type { Scene } from '../../support/scene.ts';
import { until } from '../../support/until.ts';

/** What the tests of manual and preview calls do with the seats of their scene. */
export function seatsOf(scene: () => Scene) {
  const agent = (i = 0): string => scene().floor.data.agentIds[i] ?? '';
  const contactOf = async (
    number: string,
  ): Promise<{ id: string; campaign_id: string; state: string; due_at: Date }> => {
    const [row] = await scene().floor.sql<{ id: string; campaign_id: string; state: string; due_at: Date }>(
      `select c.id, c.campaign_id, c.state, c.due_at from contact c join phone p on p.id = c.phone_id
       where p.blind_index = decode($1, 'hex') order by c.id limit 1`,
      [scene().floor.blindIndex(number)],
    );
    if (!row) throw new Error('no contact of this number');
    return row;
  };
  const dial = async (number: string, by = agent()) => {
    const { id: contactId, campaign_id: campaignId } = await contactOf(number);
    return scene().floor.ask(by, { type: 'dial', contactId, campaignId, blindIndex: scene().floor.blindIndex(number) });
  };
  const seat = async (id = agent()): Promise<Record<string, unknown>> => {
    const [row] = await scene().floor.sql(`select * from agent_seat where agent_id = $1`, [id]);
    return row ?? {};
  };
  const inState = (state: string, id = agent()): Promise<unknown> =>
    until(async () => (await seat(id)).state === state, { what: `the agent to be ${state}` });
  /** A campaign that runs and dials nobody by itself. */
  const byHand = (numbers: string[], more = {}) => ({ numbers, mode: 'preview' as const, previewMs: 600_000, ...more });
  const pausedAgent = async (): Promise<void> => {
    await scene().floor.wish(agent(), { type: 'pause', reason: 'busy' });
    await inState('paused');
  };
  return { agent, contactOf, dial, seat, inState, byHand, pausedAgent };
}
