import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test.skipIf(process.env.BODA_TEST_WITHOUT_ASTERISK !== undefined)(
  'the committed ARI types are those that Asterisk’s own description gives',
  () => {
    const said = execFileSync('npx', ['tsx', 'scripts/asterisk/generate-ari-types.ts', '--check'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    expect(said).not.toContain('differs');
  },
  120_000,
);
