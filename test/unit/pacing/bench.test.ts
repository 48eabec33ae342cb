import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));

/** `npm run bench -- …`, as users call it. */
function bench(args: readonly string[]): Promise<{ code: number; said: string[]; errors: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, ['scripts/boot.mjs', 'bench', ...args], { cwd: PROJECT }, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1;
      resolve({ code, said: stdout.trim().split('\n'), errors: stderr });
    });
  });
}

it('the pacing bench starts through its command, goes on beside a scenario that fails, and says so', async () => {
  const { code, said, errors } = await bench([
    'pacing',
    '--scenario',
    'smoke,broken',
    '--seeds',
    '1',
    '--only',
    'ours',
  ]);
  const told = JSON.parse(said.at(-1) ?? '') as { results: { rows: { scenario: string; policy: string }[] }[] };
  expect(told.results.map(({ rows }) => rows.map(({ policy }) => policy.split(' ')[0]))).toEqual([
    ['Boda', 'informed'],
  ]);
  expect(told.results[0]?.rows[0]).toMatchObject({ scenario: 'smoke', runs: 1 });
  expect(told).toMatchObject({
    failed: [{ name: 'broken', why: expect.stringContaining('this list cannot be read') }],
  });
  expect(said).toContain('failed: broken');
  expect(errors).toContain('broken: failed: ended with code 1');
  expect(code).toBe(1);
}, 120_000);
