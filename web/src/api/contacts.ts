import { api, must } from './client.ts';

export type Contact = Awaited<ReturnType<typeof myContacts>>[number];

/** The list rows that this agent sees: his own. */
export async function myContacts() {
  return (await must(api.GET('/api/v1/contacts', { params: { query: { limit: 30 } } }))).items;
}

/** His newest calls since `from` (ISO 8601). */
export async function myCalls(from: string) {
  const query = { limit: 8, from };
  return (await must(api.GET('/api/v1/call-records', { params: { query } }))).items;
}
