import { sql } from 'kysely';
import { timestamp } from '../../src/db/values.ts';
import type { WishAnswer } from '../../src/dialer/ports.ts';
import type { TestOffice } from './api-fixture.ts';

/**
 * A runner as the API sees one: a lease that runs, and an answer in the row of every wish that waits for one. The engine
 * itself answers in test/integration/engine/modes.test.ts; here it is about what the asker is told.
 */
export async function answeringRunner(o: TestOffice): Promise<void> {
  const at = timestamp(o.clock.now());
  await o.db
    .insertInto('group_lease')
    .values({
      ...{ group_id: o.seeded.groups.a, owner: 'test', epoch: 1, acquired_at: at },
      expires_at: timestamp(o.clock.now() + 3_600_000),
    })
    .execute();
  await sql`create function answer_wish() returns trigger language plpgsql as $$
    begin
      if new.body->>'type' in ('dial', 'accept', 'transfer', 'conference', 'dtmf') or new.body ? 'most' then
        new.answer := coalesce((select value from setting where key = 'test.answer'),
          jsonb_build_object('kind', 'done', 'attemptId', new.id));
      end if;
      return new;
    end $$`.execute(o.db);
  await sql`create trigger answer before insert on agent_wish for each row execute function answer_wish()`.execute(
    o.db,
  );
}

/** What it answers from now on; undefined: yes. */
export async function runnerSays(o: TestOffice, answer: WishAnswer | undefined): Promise<void> {
  await sql`delete from setting where key = 'test.answer'`.execute(o.db);
  if (answer === undefined) return;
  await sql`insert into setting (key, value, updated_at) values ('test.answer', ${JSON.stringify(answer)}::jsonb, now())`.execute(
    o.db,
  );
}
