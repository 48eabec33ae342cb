import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskFault, missingStamp, nodeFault, npmCommand, stampFile } from '../../../scripts/preflight.mjs';

describe('the Node that runs us', () => {
  it.each(['20.19.0', '20.20.1', '22.0.0', '24.3.1'])('%s will do', (version) => {
    expect(nodeFault(version)).toBeUndefined();
  });
  it.each(['18.20.4', '20.18.3', '8.0.0'])('%s is too old', (version) => {
    expect(nodeFault(version)).toBe(`Boda needs Node 20.19 or newer, this is Node ${version}`);
  });
});

describe('the disk', () => {
  it('needs 4 GB', () => {
    expect(diskFault(4 * 1024 ** 3, '/x')).toBeUndefined();
    expect(diskFault(1.5 * 1024 ** 3, '/x')).toBe('Boda needs 4 GB of free disk, /x has 1.5 GB');
  });
});

describe('the stamp', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'boda-stamp-'));
    mkdirSync(join(root, 'node_modules'));
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it('is missing in a fresh clone, and again after a change of the lock file or of Node', () => {
    writeFileSync(join(root, 'package-lock.json'), '{"a":1}');
    const stamp = missingStamp(root, 'v20.19.0');
    expect(stamp).toMatch(/^[0-9a-f]{64}$/);
    writeFileSync(stampFile(root), stamp ?? '');
    expect(missingStamp(root, 'v20.19.0')).toBeUndefined();
    expect(missingStamp(root, 'v24.0.0')).toBeDefined();
    writeFileSync(join(root, 'package-lock.json'), '{"a":2}');
    expect(missingStamp(root, 'v20.19.0')).toBeDefined();
  });
});

describe('npm', () => {
  it('is the one that runs us, unless that is not npm', () => {
    const here = mkdtempSync(join(tmpdir(), 'boda-npm-'));
    const cli = join(here, 'npm-cli.js');
    writeFileSync(cli, '');
    expect(npmCommand(cli, '/bin/node')).toEqual({ file: '/bin/node', args: [cli] });
    rmSync(here, { recursive: true });
    expect(npmCommand(cli, '/bin/node')).toEqual({ file: 'npm', args: [] });
    expect(npmCommand('/opt/yarn.js', '/bin/node')).toEqual({ file: 'npm', args: [] });
    expect(npmCommand(undefined, '/bin/node')).toEqual({ file: 'npm', args: [] });
  });
});
