import { join } from 'node:path';
import type { AsteriskInstance } from '../../scripts/asterisk/instance.ts';
import { provisionAsteriskRoot } from '../../scripts/asterisk/provision.ts';
import { startCarrier, startNode } from '../../scripts/asterisk/start.ts';
import { freshFolder } from './run-folder.ts';

export interface AsteriskPair {
  node: AsteriskInstance;
  carrier: AsteriskInstance;
  stop(): Promise<void>;
}

/** A node and a carrier of this test file's own, on free ports, in a fresh folder; they end with the test process. */
export async function startAsteriskPair(): Promise<AsteriskPair> {
  const root = await provisionAsteriskRoot(undefined, (line) => console.log(line));
  const dir = freshFolder('asterisk');
  const [node, carrier] = await Promise.all([
    startNode({ root, dir: join(dir, 'node'), name: 'node', dieWithParent: true }),
    startCarrier({ root, dir: join(dir, 'carrier'), name: 'carrier', dieWithParent: true }),
  ]);
  return {
    node,
    carrier,
    stop: async () => {
      await Promise.all([node.stop(), carrier.stop()]);
    },
  };
}
