import { sql } from 'kysely';
import { timestamp } from '../../src/db/values.ts';
import type { Person, TestOffice } from './api-fixture.ts';

/** Agents at work in an office of the tests: their seats, contacts, calls and wishes. */
export function atWork(office: () => TestOffice) {
  let n = 0;
  /** One that nobody has yet, as it is typed. */
  const freshNumber = (): string => `139${String(++n).padStart(8, '0')}`;
  const contactOf = (person: Person): Promise<string> =>
    office().contact({ campaign: 'a', number: `+86${freshNumber()}`, ownerId: person.id });
  return {
    freshNumber,
    contactOf,
    async seat(person: Person, columns: Record<string, unknown>): Promise<void> {
      const { db, clock, seeded } = office();
      const row = {
        agent_id: person.id,
        group_id: seeded.groups.a,
        sip_user: `s${person.username}`,
        sip_password: 'x',
      };
      await db
        .insertInto('agent_seat')
        .values({ ...row, since: timestamp(clock.now()), ...columns })
        .onConflict((conflict) => conflict.column('agent_id').doUpdateSet(columns))
        .execute();
    },
    async wishesOf(person: Person, type: string): Promise<number> {
      const { rows } =
        await sql`select 1 from agent_wish where agent_id = ${person.id} and body->>'type' = ${type}`.execute(
          office().db,
        );
      return rows.length;
    },
    /** A call of his with its attempt, given the result `disposition`. */
    async callOf(person: Person, disposition: string | null = null): Promise<string> {
      const id = await office().call({ contactId: await contactOf(person), agentId: person.id });
      await office().db.updateTable('attempt').set({ disposition }).where('id', '=', id).execute();
      return id;
    },
  };
}
