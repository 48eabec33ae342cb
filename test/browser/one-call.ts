import { type OfficeStage, PASSWORD } from '../support/office-stage.ts';

interface Answered {
  id: string;
  token: string;
  items: { id: string }[];
}

/** Makes and starts a campaign, as its manager would over REST, that dials one person: 王芳 of 深圳. */
export async function dialOne(
  { url }: OfficeStage,
  { number, ...settings }: { name: string; number: string } & Record<string, unknown>,
): Promise<void> {
  let token = '';
  const rest = async (method: string, path: string, body?: unknown, type = 'application/json'): Promise<Answered> => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Answered;
  };
  token = (await rest('POST', '/session', { username: '5001', password: PASSWORD })).token;
  const first = async (path: string): Promise<string> => (await rest('GET', path)).items[0]?.id ?? '';
  const day = { from: 0, to: 1_440 };
  const { id } = await rest('POST', '/campaigns', {
    groupId: await first('/agent-groups'),
    ...{ trunkIds: [await first('/trunks')], callerIdIds: [await first('/caller-ids')] },
    hours: { legal: day, campaign: { 1: [day], 2: [day], 3: [day], 4: [day], 5: [day], 6: [day], 7: [day] } },
    ...settings,
  });
  const list = await rest('POST', '/lists', { campaignId: id, name: '名单' });
  const batch = 'source=own&supplier=own&price=0&legalBasis=consent&proof=form';
  await rest('POST', `/lists/${list.id}/imports?${batch}`, `手机,姓名,城市\n${number},王芳,深圳\n`, 'text/csv');
  await rest('POST', `/campaigns/${id}/start`);
}
