/** The measured gateway with its publisher, as a process of its own. Arguments: database, Redis, group, readers' ids in a file. */
import { readFileSync } from 'node:fs';
import type { EngineEvent } from '../../src/dialer/ports.ts';
import { startLiveApi } from '../../test/support/live-api.ts';
import { type Answer, type Order, stampNow } from './wire.ts';

const [databaseUrl = '', redisUrl = '', groupId = '', file = ''] = process.argv.slice(2);
const readers = JSON.parse(readFileSync(file, 'utf8')) as string[];
const answer = (what: Answer): void => void process.send?.(what);
let emit: (event: EngineEvent) => void = () => undefined;
const api = await startLiveApi(
  { databaseUrl, redisUrl, secretKey: 'b'.repeat(64) },
  {
    groups: () => [groupId],
    figures: () => ({
      ...{ groupId, groupKey: 'bench', running: [], at: Date.now(), limitedBy: `stamp:${stampNow()}` },
      agents: {
        offline: 0,
        connecting: 0,
        idle: 400,
        preview: 0,
        dialing: 0,
        reserved: 20,
        talking: 480,
        wrapup: 60,
        paused: 40,
      },
      ...{ lines: { ringing: 700, waiting: 3, talking: 480, announcing: 1 }, perCampaign: {} },
      explain: { free: 400.5, ringing: 700, answerRate: 0.31, abandonRate: 0.021, target: 0.03, wanted: 14 },
    }),
    watch: (given) => {
      emit = given;
    },
  },
);
answer({ url: api.url });

process.on('message', ({ do: what, round }: Order) => {
  if (what === 'each') {
    const state = round % 2 === 0 ? 'idle' : 'paused';
    for (const agentId of readers)
      emit({ type: 'agent', groupId, agentId, state, reason: `stamp:${stampNow()}`, at: Date.now() });
  }
  if (what === 'cpu') {
    const { user, system } = process.cpuUsage();
    answer({ cpuMs: (user + system) / 1_000 });
  }
  if (what === 'stop') void api.close().finally(() => process.exit(0));
});
