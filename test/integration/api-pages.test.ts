import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshFolder } from '../support/run-folder.ts';
import { startOffice, type TestOffice } from './api-fixture.ts';

let o: TestOffice;

beforeAll(async () => {
  const folder = freshFolder('pages');
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'index.html'), '<meta property="csp-nonce" nonce="__NONCE__">');
  writeFileSync(join(folder, 'secret.txt'), 'not for anybody');
  writeFileSync(join(folder, 'assets', 'main-abc.js'), 'let a = 1;');
  writeFileSync(join(folder, 'assets', 'main-abc.js.br'), brotliCompressSync('let a = 1;'));
  o = await startOffice({ pages: { folder } });
});
afterAll(async () => await o.close());

it('answers the addresses of pages with the page, each with a nonce of its own that the policy names', async () => {
  const nonces = new Set<string>();
  for (const path of ['/', '/sign-in', '/desk', '/campaigns', '/campaigns/new', '/campaigns/7']) {
    const answer = await o.as(undefined, 'GET', path);
    expect([path, answer.status]).toEqual([path, 200]);
    expect(answer.headers['cache-control']).toBe('no-store');
    const nonce = /nonce="([0-9a-f]{32})"/.exec(answer.text)?.[1] ?? '';
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(policy).not.toContain('unsafe-inline');
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(6);
});

it('keeps everything else a 404, and gives no other file away', async () => {
  for (const path of [
    '/api/v1/nothing',
    '/nothing',
    '/assets/none.js',
    '/assets/..%2fsecret.txt',
    '/assets/%2e%2e%2fsecret.txt',
  ]) {
    const answer = await o.as(undefined, 'GET', path);
    expect([path, answer.status]).toEqual([path, 404]);
    expect(answer.text).not.toContain('not for anybody');
  }
});

it('lets built files be kept for ever, and sends what was compressed before', async () => {
  const plain = await o.as(undefined, 'GET', '/assets/main-abc.js');
  expect(plain.text).toBe('let a = 1;');
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  const small = await o.as(undefined, 'GET', '/assets/main-abc.js', undefined, {
    headers: { 'accept-encoding': 'br' },
  });
  expect(small.headers['content-encoding']).toBe('br');
});
