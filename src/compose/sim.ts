import type { NodeSettings } from '../config/settings.ts';
import { runSim } from '../sim/run.ts';

/** `boda sim`: serves the first node of ARI_NODES at its own address with simulated telephones, carrier and people. */
export async function serveSim(node: NodeSettings): Promise<{ close(): Promise<void> }> {
  const url = new URL(node.url);
  // A demonstration is watched for minutes, not hours: shorter talks than a real floor's.
  const population = { answer: 0.3, talkMs: { mean: 45_000, sd: 40_000 } };
  return await runSim({
    port: Number(url.port),
    host: url.hostname,
    user: node.user,
    password: node.password,
    population,
  });
}
