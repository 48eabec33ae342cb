import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT, runTool } from '../launcher/command.ts';

interface Cruise {
  modules: { source: string }[];
  summary: { violations: { from: string; to: string; rule: { name: string } }[] };
}

const ROOTS = ['src', 'web/src'];

/**
 * Holds DESIGN.md's import rules. A dependency-cruiser that cannot read TypeScript sees nothing and is content, so it must
 * have seen every file that there is.
 */
export async function checkImports(): Promise<{ ok: boolean; output: string }> {
  const args = [...ROOTS, '--config', '.dependency-cruiser.cjs', '--output-type', 'json'];
  const result = await runTool('dependency-cruiser/bin/dependency-cruise.mjs', args);
  let cruise: Cruise;
  try {
    cruise = JSON.parse(result.output.slice(result.output.indexOf('{'))) as Cruise;
  } catch {
    return { ok: false, output: result.output };
  }
  const broken = cruise.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
  for (const root of ROOTS) {
    const seen = cruise.modules.filter(({ source }) => source.startsWith(`${root}/`)).length;
    const there = readdirSync(join(PROJECT, root), { recursive: true, encoding: 'utf8' }).filter((name) =>
      /[.]tsx?$/.test(name),
    ).length;
    if (seen < there || there === 0) broken.push(`dependency-cruiser saw ${seen} of the ${there} files of ${root}/`);
  }
  return { ok: broken.length === 0, output: broken.length > 0 ? broken.join('\n') : `${cruise.modules.length} files` };
}
