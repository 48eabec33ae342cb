import type { NodeSettings } from '../../src/config/settings.ts';
import { type RunSimOptions, runSim } from '../../src/sim/run.ts';
import type { SimServer } from '../../src/sim/server.ts';

/** A simulated node of this test's own; by default a number's last digits say how its callee behaves. */
export async function startSimNode(
  options: Partial<RunSimOptions> = {},
): Promise<{ server: SimServer; node: NodeSettings }> {
  const server = await runSim({ port: 0, callees: 'numbers', ...options });
  return { server, node: simNodeSettings(server) };
}

export function simNodeSettings(server: SimServer, caps = { legs: 500, callsPerSecond: 100 }): NodeSettings {
  return {
    name: 'sim',
    url: `${server.url}/ari`,
    user: 'boda',
    password: 'secret',
    sipHost: '127.0.0.1',
    soundsDir: '/nowhere',
    recordingsDir: '/nowhere',
    ...caps,
  };
}
