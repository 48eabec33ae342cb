import ariClient from 'ari-client';
import { AriClient } from '../../src/asterisk/ari-client.ts';
import { HttpTransport } from '../../src/asterisk/http-transport.ts';
import { SystemClock } from '../../src/shared/clock.ts';

/** The same two jobs done by each client: one light read, and one command that changes something (made and undone). */
export interface BenchClient {
  name: string;
  ping(): Promise<unknown>;
  /** Two requests: a bridge is made and deleted. */
  bridge(id: string): Promise<unknown>;
  close(): Promise<void>;
}

export interface Where {
  url: string;
  user: string;
  password: string;
}

export function bodaClient(where: Where): BenchClient {
  const transport = new HttpTransport({ clock: new SystemClock(), ...where });
  const ari = new AriClient(transport);
  return {
    name: 'boda',
    ping: () => ari.call('GET /asterisk/ping'),
    bridge: async (bridgeId) => {
      await ari.call('POST /bridges/{bridgeId}', { path: { bridgeId }, query: { type: 'mixing' } });
      await ari.call('DELETE /bridges/{bridgeId}', { path: { bridgeId } });
    },
    close: () => transport.close(),
  };
}

export async function ariClientClient(where: Where): Promise<BenchClient> {
  const client = await ariClient.connect(where.url.replace(/\/ari$/, ''), where.user, where.password);
  return {
    name: 'ari-client',
    ping: () => client.asterisk.ping(),
    bridge: async (bridgeId) => {
      await client.bridges.createWithId({ bridgeId, type: 'mixing' });
      await client.bridges.destroy({ bridgeId });
    },
    close: async () => {},
  };
}

export function fetchClient(where: Where): BenchClient {
  const headers = { authorization: `Basic ${Buffer.from(`${where.user}:${where.password}`).toString('base64')}` };
  const request = async (method: string, path: string): Promise<unknown> => {
    const answer = await fetch(where.url + path, { method, headers });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
    const text = await answer.text();
    return text === '' ? undefined : JSON.parse(text);
  };
  return {
    name: 'fetch',
    ping: () => request('GET', '/asterisk/ping'),
    bridge: async (id) => {
      await request('POST', `/bridges/${id}?type=mixing`);
      await request('DELETE', `/bridges/${id}`);
    },
    close: async () => {},
  };
}
