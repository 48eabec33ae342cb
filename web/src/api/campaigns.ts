import { ApiFault, api, CSRF, faultOf, must } from './client.ts';
import type { paths } from './schema.gen.ts';

type Answer<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer B } } } };
}
  ? B
  : never;

export type Campaign = Answer<'/api/v1/campaigns/{id}'>;
export type Live = Answer<'/api/v1/campaigns/{id}/live'>;
export type ContactList = Answer<'/api/v1/lists/{id}'>;
export type Imported = paths['/api/v1/lists/{id}/imports']['post']['responses'][200]['content']['application/json'];
export type NewCampaign = paths['/api/v1/campaigns']['post']['requestBody']['content']['application/json'];
export type Verb = 'start' | 'pause' | 'stop';

export async function listCampaigns(): Promise<Campaign[]> {
  return (await must(api.GET('/api/v1/campaigns', { params: { query: { limit: 200 } } }))).items;
}

export async function getCampaign(id: string): Promise<Campaign> {
  return await must(api.GET('/api/v1/campaigns/{id}', { params: { path: { id } } }));
}

export async function getLive(id: string): Promise<Live> {
  return await must(api.GET('/api/v1/campaigns/{id}/live', { params: { path: { id } } }));
}

/** `key`: one for each press of the button, so that a repeated request makes no second campaign. */
export async function createCampaign(body: NewCampaign, key: string): Promise<Campaign> {
  return await must(api.POST('/api/v1/campaigns', { body, headers: { 'idempotency-key': key } }));
}

export async function setRunning(id: string, verb: Verb): Promise<Campaign> {
  const params = { path: { id } };
  if (verb === 'start') return await must(api.POST('/api/v1/campaigns/{id}/start', { params }));
  if (verb === 'pause') return await must(api.POST('/api/v1/campaigns/{id}/pause', { params }));
  return await must(api.POST('/api/v1/campaigns/{id}/stop', { params }));
}

export async function listLists(campaignId: string): Promise<ContactList[]> {
  return (await must(api.GET('/api/v1/lists', { params: { query: { campaignId, limit: 200 } } }))).items;
}

export async function createList(campaignId: string, name: string, key: string): Promise<ContactList> {
  const body = { campaignId, name };
  return await must(api.POST('/api/v1/lists', { body, headers: { 'idempotency-key': key } }));
}

/** What a campaign is made of: groups, lines and numbers that this person may use. */
export async function campaignParts() {
  const [groups, trunks, callerIds] = await Promise.all([
    must(api.GET('/api/v1/agent-groups')),
    must(api.GET('/api/v1/trunks')),
    must(api.GET('/api/v1/caller-ids')),
  ]);
  return { groups: groups.items, trunks: trunks.items, callerIds: callerIds.items };
}

/** 数据批次: where the rows come from, what they cost, on what right they are used. */
export const BATCH_FIELDS = ['source', 'supplier', 'price', 'legalBasis', 'proof'] as const;
export type Batch = Partial<Record<(typeof BATCH_FIELDS)[number], string>>;

const OVER = ['done', 'failed', 'cancelled', 'undone'];
const LOOK_MS = 1_000;

/** Sends a file and follows its import to the end; `onSent` is told the share sent, `onRows` the rows read so far. */
export async function importFile(
  listId: string,
  file: File,
  batch: Batch,
  on: { sent(share: number): void; rows(rows: number): void },
): Promise<Imported> {
  let seen = await sendFile(listId, file, batch, on.sent);
  while (!OVER.includes(seen.state)) {
    on.rows(seen.rows);
    await new Promise((done) => setTimeout(done, LOOK_MS));
    seen = await must(api.GET('/api/v1/imports/{id}', { params: { path: { id: seen.id } } }));
  }
  return seen;
}

function typeOf(name: string): string {
  if (/\.xlsx$/i.test(name)) return 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
  return /\.(tsv|tab)$/i.test(name) ? 'text/tab-separated-values' : 'text/csv';
}

/** As it lies on disk, never read into memory. */
function sendFile(listId: string, file: File, batch: Batch, onSent: (share: number) => void): Promise<Imported> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/lists/${encodeURIComponent(listId)}/imports?${new URLSearchParams(batch)}`);
    request.setRequestHeader('content-type', typeOf(file.name));
    for (const [name, value] of Object.entries(CSRF)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0));
    request.addEventListener('error', () => reject(ApiFault.offline()));
    request.addEventListener('load', () => {
      const body: unknown = parsed(request.responseText);
      if (request.status === 200 || request.status === 202) resolve(body as Imported);
      else reject(faultOf(new Response(null, { status: request.status, headers: retryAfter(request) }), body));
    });
    request.send(file);
  });
}

function retryAfter(request: XMLHttpRequest): Record<string, string> {
  const after = request.getResponseHeader('retry-after');
  return after === null ? {} : { 'retry-after': after };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
