import { api, must } from './client.ts';

/** One-time tickets for WebSockets, good for 30 s: a browser cannot send a header with those. */
async function ticket(kind: 'events' | 'sip'): Promise<string> {
  return (await must(api.POST('/api/v1/session/ticket', { body: { kind } }))).ticket;
}

export const eventTicket = (): Promise<string> => ticket('events');
export const sipTicket = (): Promise<string> => ticket('sip');
