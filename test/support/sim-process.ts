import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../scripts/launcher/ports.ts';
import type { NodeSettings } from '../../src/config/settings.ts';
import type { CarrierLogEntry } from '../../src/sim/carrier.ts';
import type { SimAction } from '../../src/sim/control.ts';
import type { FaultRule } from '../../src/sim/faults.ts';
import { until } from './until.ts';

const PROGRAM = `
import { runSim } from '${new URL('../../src/sim/run.ts', import.meta.url).href}';
await runSim({ port: Number(process.argv[1]), callees: 'numbers' });
`;

/** A simulated node in a process of its own, for faults that must not hold up both sides at once. */
export interface SimProcess {
  node: NodeSettings;
  carrierLog(): Promise<CarrierLogEntry[]>;
  act(action: SimAction | FaultRule): Promise<void>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

export async function startSimProcess(): Promise<SimProcess> {
  const port = await freePort();
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', PROGRAM, '--', String(port)],
    { cwd: fileURLToPath(new URL('../..', import.meta.url)), stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const url = `http://127.0.0.1:${port}`;
  const headers = { authorization: `Basic ${Buffer.from('boda:secret').toString('base64')}` };
  await until(async () => (await fetch(`${url}/sim/state`, { headers })).ok, {
    what: 'the simulated node to listen',
    timeoutMs: 60_000,
  });
  return {
    node: {
      name: 'sim',
      url: `${url}/ari`,
      user: 'boda',
      password: 'secret',
      sipHost: '127.0.0.1',
      soundsDir: '/nowhere',
      recordingsDir: '/nowhere',
      legs: 500,
      callsPerSecond: 100,
    },
    carrierLog: async () => (await (await fetch(`${url}/sim/carrier-log`, { headers })).json()) as CarrierLogEntry[],
    act: async (action) => {
      const answer = await fetch(`${url}/sim/faults`, { method: 'POST', headers, body: JSON.stringify(action) });
      if (!answer.ok) throw new Error(`the simulated node refuses ${action.kind}: ${answer.status}`);
    },
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
