import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { looseVersions, pinFaults } from '../../../scripts/checks/pins.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'boda-pins-'));
const FILES = ['package.json', 'package-lock.json', '.npmrc'];

describe('the check of pins', () => {
  beforeEach(() => {
    for (const file of FILES) cpSync(join(ROOT, file), join(copy, file));
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  const change = (file: string, from: string | RegExp, to: string): void => {
    const before = readFileSync(join(copy, file), 'utf8');
    expect(before.replace(from, to)).not.toBe(before);
    writeFileSync(join(copy, file), before.replace(from, to));
  };

  it('is content with what is committed', () => {
    expect(pinFaults(copy)).toEqual([]);
  });

  it.each([
    ['a range', { dependencies: { pg: '^8.0.0' } }, 'dependencies.pg: given "^8.0.0", wanted one version'],
    ['a tag', { devDependencies: { x: 'latest' } }, 'devDependencies.x: given "latest", wanted one version'],
    ['a range below an override', { overrides: { a: { b: '1.x' } } }, 'overrides.a.b: given "1.x", wanted one version'],
  ])('names %s', (_what, manifest, fault) => {
    expect(looseVersions(manifest)).toEqual([fault]);
  });

  it('names a lock that says something else, a second lock, scripts that would run', () => {
    change('package.json', /"pg": "[^"]+"/, '"pg": "8.0.1"');
    change('.npmrc', 'ignore-scripts=true\n', '');
    change('package.json', '"scripts": {', '"scripts": {\n    "postinstall": "node x",');
    writeFileSync(join(copy, 'yarn.lock'), '');
    expect(pinFaults(copy)).toEqual([
      'yarn.lock: package-lock.json is the one',
      expect.stringMatching(/^package-lock.json: pg is .*, package.json says 8.0.1$/),
      '.npmrc: wanted ignore-scripts=true',
      'scripts.postinstall: nothing may be needed at install',
    ]);
    rmSync(join(copy, 'yarn.lock'));
  });
});
