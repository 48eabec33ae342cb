import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PgTickets } from '../../../src/db/queries-tickets.ts';
import { startOffice, type TestOffice } from '../api-fixture.ts';

let o: TestOffice;
beforeAll(async () => {
  o = await startOffice();
});
afterAll(() => o.close());

const order = async (kind: 'events' | 'sip', person = o.people.agent): Promise<string> => {
  const answer = await o.as(person, 'POST', '/api/v1/session/ticket', { kind });
  expect(answer.status).toBe(200);
  expect(Date.parse(answer.body.expiresAt) - o.clock.now()).toBe(30_000);
  return answer.body.ticket;
};

describe('a ticket for a WebSocket', () => {
  it('is redeemed once, by whichever process is asked, as the person who ordered it', async () => {
    const ticket = await order('events');
    // Another process: nothing shared but the database.
    const elsewhere = new PgTickets(o.db, o.clock, o.office.sessions);
    const answers = await Promise.all([
      ...Array.from({ length: 5 }, () => elsewhere.redeem(ticket, 'events')),
      ...Array.from({ length: 5 }, () => o.office.tickets.redeem(ticket, 'events')),
    ]);
    const letIn = answers.filter((principal) => principal !== undefined);
    expect(letIn.map((principal) => principal.userId)).toEqual([o.people.agent.id]);
    expect(letIn[0]?.permissions.has('agent.work')).toBe(true);
  });

  it('is kept as a hash only, and forgotten when nobody used it', async () => {
    const ticket = await order('sip');
    const rows = async () => await o.db.selectFrom('socket_ticket').selectAll().execute();
    expect(await rows()).not.toEqual([]);
    expect(JSON.stringify(await rows())).not.toContain(ticket.slice(3));
    expect(o.logged.join('')).not.toContain(ticket);
    o.clock.moveTo(o.clock.now() + 30_001);
    await o.office.tickets.forget();
    expect(await rows()).toEqual([]);
  });

  it('is refused when forged, expired, of the other kind, or when its session has ended', async () => {
    const { tickets } = o.office;
    for (const forged of ['', 'tk_', `tk_${'a'.repeat(43)}`, `${await order('events')}x`, "tk_' or true --"])
      expect(await tickets.redeem(forged, 'events')).toBeUndefined();

    const late = await order('events');
    o.clock.moveTo(o.clock.now() + 30_000);
    expect(await tickets.redeem(late, 'events')).toBeUndefined();

    const other = await order('sip');
    expect(await tickets.redeem(other, 'events')).toBeUndefined();
    // Shown at the wrong door: spent.
    expect(await tickets.redeem(other, 'sip')).toBeUndefined();

    const person = await o.person('agent');
    const orphan = await order('events', person);
    await o.as(person, 'DELETE', '/api/v1/session');
    expect(await tickets.redeem(orphan, 'events')).toBeUndefined();
  });

  it('names a wrong order', async () => {
    const answer = await o.as(o.people.agent, 'POST', '/api/v1/session/ticket', { kind: 'door' });
    expect(answer.status).toBe(400);
    expect(answer.body.error.details).toEqual([expect.objectContaining({ field: 'kind', came: '"door"' })]);
    expect((await o.as(undefined, 'POST', '/api/v1/session/ticket', { kind: 'events' })).status).toBe(401);
  });
});
