import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeSettings } from '../../src/config/settings.ts';
import type { AsteriskInstance } from '../asterisk/instance.ts';
import { provisionAsteriskRoot } from '../asterisk/provision.ts';
import { startCarrier, startNode } from '../asterisk/start.ts';
import { LauncherFault } from './fault.ts';
import type { Piece } from './keeper.ts';
import { freePort } from './ports.ts';
import { processStart } from './processes.ts';
import { Program } from './program.ts';

/** Telephony that is up. */
export interface Telephony {
  nodes: NodeSettings[];
  /** `host:port` of the carrier's SIP, as the nodes reach it; undefined: the simulated node has its own carrier. */
  carrier: string | undefined;
  pieces: Piece[];
}

/** What one machine of the demo is trusted with. */
const LIMITS = { legs: 400, callsPerSecond: 25 };

/** Starts the simulated Asterisk as a program of its own: `main.ts sim` serves the first node of ARI_NODES at its url. */
export async function bringSimulated(home: string, main: string, say: (line: string) => void): Promise<Telephony> {
  const folder = join(home, 'telephony', 'sim');
  mkdirSync(join(folder, 'sounds'), { recursive: true });
  mkdirSync(join(folder, 'recordings'), { recursive: true });
  const port = await freePort();
  const node: NodeSettings = {
    name: 'sim',
    url: `http://127.0.0.1:${port}/ari`,
    user: 'boda',
    password: randomBytes(16).toString('hex'),
    sipHost: '127.0.0.1',
    soundsDir: join(folder, 'sounds'),
    recordingsDir: join(folder, 'recordings'),
    ...LIMITS,
  };
  const program = simProgram(home, main, { ARI_NODES: JSON.stringify([node]) });
  program.start();
  say(`telephony: a simulated Asterisk on port ${port}`);
  return { nodes: [node], carrier: undefined, pieces: [program] };
}

/** The simulated Asterisk as a program, also for stopping one that was left. */
export function simProgram(home: string, main: string, env: Record<string, string>): Program {
  const name = 'the simulated Asterisk';
  return new Program({ name, key: 'sim', home, command: [main, 'sim'], env, graceMs: 5_000 });
}

/** Unpacks Asterisk when it is not there, and starts a node and the carrier that it calls. */
export async function bringAsterisk(home: string, say: (line: string) => void): Promise<Telephony> {
  const root = await oneLine('Asterisk', () => provisionAsteriskRoot(undefined, say));
  const folder = join(home, 'telephony');
  const carrier = await oneLine('the carrier', () =>
    startCarrier({ root, dir: join(folder, 'carrier'), name: 'carrier' }),
  );
  const pieces = [piece('the carrier', carrier)];
  try {
    const node = await oneLine('Asterisk', () =>
      startNode({ root, dir: join(folder, 'a1'), name: 'a1', ariPassword: randomBytes(16).toString('hex') }),
    );
    pieces.push(piece('Asterisk a1', node));
    say(`telephony: Asterisk ${root.version} (ARI on port ${node.httpPort}, SIP on ${node.sipPort}) and a carrier`);
    return { nodes: [nodeSettings(node)], carrier: `127.0.0.1:${carrier.sipPort}`, pieces };
  } catch (error) {
    await carrier.stop();
    throw error;
  }
}

function nodeSettings(node: AsteriskInstance): NodeSettings {
  return {
    name: node.name,
    url: node.ariUrl,
    user: node.ariUser,
    password: node.ariPassword,
    sipHost: `127.0.0.1:${node.sipPort}`,
    soundsDir: node.soundsDir,
    recordingsDir: join(node.dir, 'spool', 'recording'),
    ...LIMITS,
  };
}

function piece(name: string, instance: AsteriskInstance): Piece {
  return {
    name,
    alive: () => instance.pid !== undefined && processStart(instance.pid) !== undefined,
    restart: () => instance.restart(),
    stop: () => instance.stop(),
  };
}

async function oneLine<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new LauncherFault(`${name}: ${why.slice(0, 600)}`);
  }
}
