import { setTimeout as pass } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { silentSipPort } from '../../scripts/asterisk/ports.ts';
import { phoneUri, trunkUri } from '../../scripts/asterisk/start.ts';
import { type AsteriskPair, startAsteriskPair } from '../support/asterisk.ts';
import { until } from '../support/until.ts';
import { type Heard, SCENARIOS, type Stage } from '../unit/sim/scenarios.ts';
import { play, type Scribe, type Story } from '../unit/sim/story.ts';

/**
 * Records what the real Asterisk says in every scenario, and holds it to the record that the simulation is tested by
 * (`npx vitest run test/real/sim-likeness.test.ts -u` writes a new record).
 */
describe('the record that the simulation is held to', () => {
  let pair: AsteriskPair;
  let silent: { port: number; close(): Promise<void> };

  beforeAll(async () => {
    pair = await startAsteriskPair();
    silent = await silentSipPort();
  });
  afterAll(async () => {
    await pair.stop();
    await silent.close();
  });

  test('is what the real Asterisk says', async () => {
    const stories: Record<string, Story> = {};
    for (const [name, scenario] of Object.entries(SCENARIOS)) {
      stories[name] = await play(scenario, async (scribe) => realStage(pair, silent.port, scribe));
    }
    await expect(`${JSON.stringify(stories, null, 1)}\n`).toMatchFileSnapshot('../unit/sim/recorded.json.snap');
  });
});

function realStage(pair: AsteriskPair, silentPort: number, scribe: Scribe): Stage {
  const { ariUrl, ariUser, ariPassword } = pair.node;
  const authorization = `Basic ${Buffer.from(`${ariUser}:${ariPassword}`).toString('base64')}`;
  const ask = async (method: string, path: string, body?: unknown) => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await fetch(`${ariUrl}${path}`, { method, headers, ...init });
    const text = await response.text();
    const parsed: unknown = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, body: parsed };
  };
  return {
    carrierUri: trunkUri(pair.carrier),
    phoneUri: phoneUri(pair.carrier, 's1'),
    silentUri: `sip:127.0.0.1:${silentPort}`,
    request: async (method, path, body) => {
      const answer = await ask(method, path, body);
      scribe.answer(method, path, answer.status, answer.body);
      return answer;
    },
    settled: async (path, done) => {
      const asked = async () => {
        const answer = await ask('GET', path);
        return done(answer.body) && answer;
      };
      const { status, body } = await until(asked, { what: `${path} to settle`, timeoutMs: 20_000 });
      scribe.answer('GET', path, status, body);
    },
    open: async (app, name = app) => {
      const socket = new WebSocket(`${ariUrl.replace('http', 'ws')}/events?app=${app}`, { headers: { authorization } });
      const waiting: Heard[] = [];
      socket.on('message', (data) => {
        const event = JSON.parse(String(data)) as Heard;
        scribe.heard(name, event);
        waiting.push(event);
      });
      await new Promise<void>((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', reject);
      });
      return {
        hears: (type, channelId) =>
          until(
            () => {
              const index = waiting.findIndex(
                (e) => e.type === type && (!channelId || (e.channel as { id?: string } | undefined)?.id === channelId),
              );
              return index >= 0 && waiting.splice(index, 1)[0];
            },
            { what: `${type} of ${channelId ?? 'anything'}`, timeoutMs: 60_000 },
          ),
        close: async () => {
          socket.close();
          await until(() => socket.readyState === WebSocket.CLOSED, { what: 'the socket to close' });
        },
      };
    },
    pass: async (ms) => {
      await pass(ms);
    },
  };
}
