import { runChecks } from './checks/run.ts';
import { summary } from './suites/result.ts';

const { lines, failed } = summary([await runChecks((line) => console.log(line))], false);
console.log(lines.join('\n'));
process.exitCode = failed > 0 ? 1 : 0;
