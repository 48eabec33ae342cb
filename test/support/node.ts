import { join } from 'node:path';
import type { AsteriskInstance } from '../../scripts/asterisk/instance.ts';
import type { NodeSettings } from '../../src/config/settings.ts';

/** The settings by which the service reaches a test's node. */
export function nodeOf(node: AsteriskInstance, caps = { legs: 400, callsPerSecond: 50 }): NodeSettings {
  return {
    name: node.name,
    url: node.ariUrl,
    user: node.ariUser,
    password: node.ariPassword,
    sipHost: `127.0.0.1:${node.sipPort}`,
    soundsDir: node.soundsDir,
    recordingsDir: join(node.dir, 'spool', 'recording'),
    ...caps,
  };
}
