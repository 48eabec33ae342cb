import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SettingsError } from '../../../src/config/fault.ts';
import { type Environment, loadSettings, SETTING_NAMES } from '../../../src/config/load.ts';

const KEY = 'ab'.repeat(32);
const NODE = {
  name: 'a1',
  url: 'http://127.0.0.1:8088/',
  user: 'boda',
  password: 'hunter2-ari',
  sipHost: '127.0.0.1:5060',
  soundsDir: '/var/lib/asterisk/sounds',
  recordingsDir: '/var/spool/asterisk/recording',
  legs: 200,
  callsPerSecond: 25,
};
const GOOD: Environment = {
  DATABASE_URL: 'postgres://boda:hunter2-db@127.0.0.1:5432/boda',
  REDIS_URL: 'redis://:hunter2-redis@127.0.0.1:6379',
  SECRET_KEY: KEY,
  ARI_NODES: JSON.stringify([NODE]),
};

function faults(env: Environment): readonly string[] {
  try {
    loadSettings(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.lines;
    throw error;
  }
  return [];
}

describe('good settings', () => {
  it('fills in what is left out', () => {
    const settings = loadSettings(GOOD);
    expect(settings).toMatchObject({ httpHost: '127.0.0.1', httpPort: 8000, role: 'all', logLevel: 'info' });
    expect(settings).toMatchObject({ trustProxy: false, tls: undefined });
    expect(settings.secretKey).toHaveLength(32);
    expect(settings.nodes).toEqual([{ ...NODE, url: 'http://127.0.0.1:8088/ari' }]);
  });

  it('takes an empty variable for a missing one', () => {
    expect(loadSettings({ ...GOOD, HTTP_PORT: ' ', TLS_CERT: '' })).toMatchObject({ httpPort: 8000, tls: undefined });
  });

  it('reads keys as hex and as base64', () => {
    const bytes = Buffer.alloc(40, 9);
    expect(loadSettings({ ...GOOD, SECRET_KEY: bytes.toString('base64') }).secretKey).toEqual(bytes);
    expect(loadSettings({ ...GOOD, SECRET_KEY: bytes.toString('hex') }).secretKey).toEqual(bytes);
  });

  it('reads proxies and places of recordings', () => {
    expect(loadSettings({ ...GOOD, TRUST_PROXY: '10.0.0.0/8, ::1' }).trustProxy).toEqual(['10.0.0.0/8', '::1']);
    expect(loadSettings({ ...GOOD, RECORDINGS: 's3://tapes/a/b/' }).recordings).toEqual({
      kind: 's3',
      bucket: 'tapes',
      prefix: 'a/b',
    });
    expect(loadSettings({ ...GOOD, RECORDINGS: '/var/tapes' }).recordings).toEqual({
      kind: 'directory',
      path: '/var/tapes',
    });
  });

  it('needs no node where nothing dials', () => {
    const { ARI_NODES: _, ...without } = GOOD;
    expect(loadSettings({ ...without, ROLE: 'api' }).nodes).toEqual([]);
    expect(loadSettings(without, { withoutNodes: true }).nodes).toEqual([]);
    expect(faults(without)).toEqual(['ARI_NODES: not given, wanted at least one Asterisk (role all or dialer)']);
  });
});

describe('bad settings', () => {
  it('are all told at once, a line each', () => {
    expect(faults({})).toEqual([
      'DATABASE_URL: not given, wanted postgres://user:password@host:port/database',
      'REDIS_URL: not given, wanted redis://:password@host:port',
      'SECRET_KEY: not given, wanted at least 32 bytes as hex or base64 (make one: openssl rand -hex 32)',
      'ARI_NODES: not given, wanted at least one Asterisk (role all or dialer)',
    ]);
  });

  it.each([
    ['HTTP_PORT', '80a', 'HTTP_PORT: given "80a", wanted a whole number from 0 to 65535'],
    ['HTTP_PORT', '65536', 'HTTP_PORT: given "65536", wanted a whole number from 0 to 65535'],
    ['HTTP_PORT', '-1', 'HTTP_PORT: given "-1", wanted a whole number from 0 to 65535'],
    ['ROLE', 'boss', 'ROLE: given "boss", wanted one of all, api, dialer, worker'],
    ['LOG_LEVEL', 'loud', 'LOG_LEVEL: given "loud", wanted one of fatal, error, warn, info, debug, trace, silent'],
    [
      'TRUST_PROXY',
      'yes',
      'TRUST_PROXY: given "yes", wanted true, false, or addresses and networks with commas between',
    ],
    ['HTTP_HOST', 'a b', 'HTTP_HOST: given "a b", wanted a host name or address to listen on'],
    ['RECORDINGS', 's3://', 'RECORDINGS: given "s3://", wanted a directory or s3://bucket/prefix'],
    ['RECORDINGS', 'ftp://x/y', 'RECORDINGS: given "ftp://x/y", wanted a directory or s3://bucket/prefix'],
    ['TLS_CERT', '/x.pem', 'TLS_KEY: not given, wanted a PEM file, since TLS_CERT is given'],
  ])('%s=%s', (name, value, line) => {
    expect(faults({ ...GOOD, [name]: value })).toEqual([line]);
  });

  it('never show a secret', () => {
    const short = faults({ ...GOOD, SECRET_KEY: 'hunter2' });
    expect(short[0]).toMatch(/^SECRET_KEY: given 7 characters \(hidden\), wanted at least 32 bytes/);
    const all = [
      ...short,
      ...faults({ ...GOOD, DATABASE_URL: 'mysql://boda:hunter2@host/db?password=hunter2' }),
      ...faults({ ...GOOD, DATABASE_URL: 'boda:hunter2@x@host' }),
      ...faults({ ...GOOD, REDIS_URL: 'http://:hunter2@host' }),
      ...faults({ ...GOOD, ARI_NODES: '[{"password":"hunter2",]' }),
      ...faults({ ...GOOD, ARI_NODES: '{"password":"hunter2"}' }),
      ...faults({ ...GOOD, ARI_NODES: JSON.stringify([{ ...NODE, password: ['hunter2'] }]) }),
      ...faults({ ...GOOD, ARI_NODES: JSON.stringify([{ ...NODE, url: 'http://u:hunter2@h:8088' }]) }),
    ];
    expect(all).toHaveLength(8);
    expect(all.join('\n')).not.toContain('hunter2');
  });
});

describe('ARI_NODES', () => {
  const given = (...nodes: unknown[]): readonly string[] => faults({ ...GOOD, ARI_NODES: JSON.stringify(nodes) });

  it('names the node, the field, what came and what is wanted', () => {
    const { user: _, ...withoutUser } = NODE;
    expect(given(NODE, { ...withoutUser, legs: '12', callsPerSecond: 0, lgs: 3 })).toEqual([
      "ARI_NODES[1].user: not given, wanted the name of a user of Asterisk's ari.conf",
      'ARI_NODES[1].legs: given "12", wanted a whole number from 1 to 100000',
      'ARI_NODES[1].callsPerSecond: given "0", wanted a number above 0, at most 10000',
      expect.stringMatching(/^ARI_NODES\[1\]\.lgs: no such field, wanted a JSON list of \{name, url, user, /),
    ]);
  });

  it('wants each name once, and a node at all', () => {
    expect(given(NODE, NODE)).toEqual(['ARI_NODES: given "a1", wanted each name once']);
    expect(given()).toEqual(['ARI_NODES: given "[]", wanted at least one Asterisk (role all or dialer)']);
    expect(given(7)[0]).toMatch(/^ARI_NODES\[0\]: wanted an object/);
  });
});

it('.env.example lists every setting and no other', () => {
  const text = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
  const names = [...text.matchAll(/^#?([A-Z_]+)=/gm)].map((match) => match[1]);
  expect(names.sort()).toEqual([...SETTING_NAMES].sort());
});
