import { PROJECT, runTool } from '../launcher/command.ts';
import type { SuiteResult } from '../suites/result.ts';
import { checkImports } from './imports.ts';
import { pinFaults } from './pins.ts';
import { sourceFaults } from './sources.ts';

interface CheckResult {
  ok: boolean;
  output: string;
}

async function tool(path: string, args: string[], aside: boolean): Promise<CheckResult> {
  const { code, output } = await runTool(path, args, { aside });
  return { ok: code === 0, output: output.trim() };
}

async function checkSources(): Promise<CheckResult> {
  const { files, faults } = sourceFaults(PROJECT);
  if (faults.length === 0) return { ok: files > 0, output: `${files} files` };
  return { ok: false, output: faults.map(({ file, line, what }) => `${file}:${line} ${what}`).join('\n') };
}

async function checkPins(): Promise<CheckResult> {
  const faults = pinFaults(PROJECT);
  return { ok: faults.length === 0, output: faults.join('\n') };
}

const CHECKS: Record<string, (aside: boolean) => Promise<CheckResult>> = {
  types: (aside) => tool('typescript/bin/tsc', ['--noEmit', '-p', '.'], aside),
  'types of web': (aside) => tool('typescript/bin/tsc', ['--noEmit', '-p', 'web'], aside),
  style: (aside) => tool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '--colors=off', '.'], aside),
  imports: checkImports,
  pins: checkPins,
  sources: checkSources,
  unused: (aside) => tool('knip/bin/knip.js', ['--no-progress'], aside),
};

/**
 * Runs all static checks side by side, `aside` in what time others leave; each counts as one test. Faults are printed, what
 * is well only by its name.
 */
export async function runChecks(say: (line: string) => void, aside = false): Promise<SuiteResult> {
  const started = performance.now();
  const results = await Promise.all(
    Object.entries(CHECKS).map(async ([name, check]) => ({ name, ...(await check(aside)) })),
  );
  for (const { name, ok, output } of results) {
    say(ok ? `  ok    ${name}` : `  FAIL  ${name}\n${output}\n`);
  }
  const failed = results.filter(({ ok }) => !ok).length;
  return {
    name: 'static',
    passed: results.length - failed,
    failed,
    skipped: 0,
    seconds: (performance.now() - started) / 1_000,
    notes: [],
  };
}
