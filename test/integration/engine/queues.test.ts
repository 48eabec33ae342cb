import { afterEach, describe, expect, it } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { Scene } from '../../support/scene.ts';
import { until } from '../../support/until.ts';

const busy = (n: number, from: number): string[] => Array.from({ length: n }, (_, i) => numberFor('busy', from + i));

/** Ready queues that the engine did not have when it took the group. */
describe('the ready queues of a running group', () => {
  let scene: Scene;

  afterEach(async () => {
    await scene?.close();
  });

  it('take in a campaign that was made after the group was taken', async () => {
    scene = await Scene.open({ agents: 2, campaigns: [{ numbers: busy(2, 0), maxAttempts: 1 }] });
    await scene.contactsClosed();
    // What the API's commands make: a campaign like the first one, with its list and its contacts, started at once.
    const [first] = scene.floor.data.campaignIds;
    const [campaign, list] = [crypto.randomUUID(), crypto.randomUUID()];
    await scene.floor.sql(
      `insert into campaign select (jsonb_populate_record(c, jsonb_build_object('id', $2::uuid, 'name', 'new'))).*
       from campaign c where c.id = $1`,
      [first, campaign],
    );
    await scene.floor.sql(`insert into campaign_trunk select $2, trunk_id from campaign_trunk where campaign_id = $1`, [
      first,
      campaign,
    ]);
    await scene.floor.sql(
      `insert into list (id, campaign_id, name, created_at) select $2, $3, 'new', created_at from list where campaign_id = $1`,
      [first, list, campaign],
    );
    await scene.floor.sql(
      `insert into contact (id, campaign_id, list_id, customer_id, phone_id, department_id, due_at, created_at)
       select md5(id::text)::uuid, $2, $3, customer_id, phone_id, department_id, created_at, created_at
       from contact where campaign_id = $1`,
      [first, campaign, list],
    );
    await scene.contactsClosed();
    expect(scene.log).toHaveLength(4);
  });

  it('are made anew when Redis forgot them while nothing could be claimed (FAULTS 39)', async () => {
    const [talk, next] = [[numberFor('stays', 500)], busy(3, 0)];
    scene = await Scene.open({
      agents: 1,
      linesPerAgent: 1,
      campaigns: [{ numbers: talk }, { numbers: next, status: 'stopped', maxAttempts: 1 }],
    });
    await scene.agents('talking', 1);
    await scene.run(1);
    await until(async () => (await scene.floor.sql(`select 1 from contact where state = 'queued'`)).length === 3, {
      what: 'all contacts to stand in the queue',
    });
    await scene.floor.redis.flush();
    scene.hangUpAll();
    await scene.contactsClosed();
    expect(scene.log).toHaveLength(4);
    expect(scene.dialedTwice()).toEqual([]);
  });
});
