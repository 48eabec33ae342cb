import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeArguments } from '../../scripts/launcher/program.ts';
import { deriveEvidenceKey } from '../../src/db/crypto.ts';
import { evidenceFile } from '../../src/lists/evidence-file.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const SECRET = 'a1'.repeat(32);
const folder = mkdtempSync(join(tmpdir(), 'boda-evidence-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the command says and ends with, where nothing but the secret is known: the checker has neither store. */
function verify(file: string, secret: string | undefined): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const env = { PATH: process.env.PATH, ...(secret === undefined ? {} : { SECRET_KEY: secret }) };
    const program = execFile(process.execPath, nodeArguments([MAIN, 'verify-evidence', file]), { env });
    let output = '';
    for (const stream of [program.stdout, program.stderr])
      stream?.on('data', (part) => {
        output += part;
      });
    program.once('close', (code) => resolve({ code, output }));
  });
}

describe('boda verify-evidence', () => {
  const [from, to] = [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 31)];
  const file = {
    ...{ exportId: 'e1', exportedBy: '吴静洋 5001', at: to, campaignId: 'c1', from, to, reason: '监管检查' },
  };
  const text = [
    ...evidenceFile(deriveEvidenceKey(SECRET), { file, calls: [], totals: { abandoned: 0, connected: 7 } }, 'csv'),
  ].join('');

  it('needs the secret alone, and tells a file that was touched', async () => {
    const [whole, touched] = [join(folder, 'whole.csv'), join(folder, 'touched.csv')];
    writeFileSync(whole, text);
    writeFileSync(touched, text.replace('totals,0,7', 'totals,0,8'));
    expect(await verify(whole, SECRET)).toEqual({
      code: 0,
      output: `${whole}: as it was signed, 0 abandoned calls\n`,
    });
    const found = await verify(touched, SECRET);
    expect(found.code).toBe(1);
    expect(found.output).toContain(`${touched}: NOT as it was signed`);
    const unasked = await verify(whole, undefined);
    expect(unasked.code).toBe(1);
    expect(unasked.output).toMatch(/^SECRET_KEY: .*\n$/);
  }, 60_000);
});
