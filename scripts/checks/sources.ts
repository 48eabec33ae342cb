import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** A place where a file reads what must be handed to it. */
export interface SourceFault {
  /** Path from the project's folder. */
  file: string;
  line: number;
  what: string;
}

const TIMERS = ['setTimeout', 'setInterval', 'setImmediate'];
const TIMER_MODULES = ['timers', 'node:timers', 'timers/promises', 'node:timers/promises'];
/** object.property → why not. */
const PROPERTIES: Record<string, string> = {
  'Date.now': 'time comes from src/shared/clock.ts',
  'performance.now': 'time comes from src/shared/clock.ts',
  'process.hrtime': 'time comes from src/shared/clock.ts',
  'Math.random': 'chance comes from src/shared/rng.ts',
  'crypto.randomUUID': 'ids come from src/shared/ids.ts',
  'process.env': 'settings come from src/config',
};
const LONGEST_FILE = 450;

/** Every fault of src/: time, chance, ids and settings are injected (STYLE.md 5), files fit a few screens (STYLE.md 11). */
export function sourceFaults(project: string): { files: number; faults: SourceFault[] } {
  const files = readdirSync(join(project, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.gen.ts'))
    .map((name) => join('src', name));
  const faults = files.flatMap((file) => faultsIn(file, readFileSync(join(project, file), 'utf8')));
  return { files: files.length, faults };
}

/** The faults of one file; `file` is its path from the project's folder. */
export function faultsIn(file: string, text: string): SourceFault[] {
  const faults: SourceFault[] = [];
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const lines = source.getLineStarts().length;
  if (lines > LONGEST_FILE + 1)
    faults.push({ file, line: lines, what: `longer than ${LONGEST_FILE} lines: give it one purpose` });
  if (file.startsWith('src/shared/')) return faults;
  const visit = (node: ts.Node): void => {
    const what = faultOf(node, file);
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    if (what !== undefined) faults.push({ file, line: line + 1, what });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return faults;
}

function faultOf(node: ts.Node, file: string): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const name = `${node.expression.getText()}.${node.name.text}`;
    if (name === 'process.env' && file.startsWith('src/config/')) return undefined;
    const why = PROPERTIES[name];
    return why === undefined ? undefined : `${name}: ${why}`;
  }
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    const name = node.expression.text;
    if (TIMERS.includes(name)) return `${name}: timers come from src/shared/clock.ts`;
    if (name === 'randomUUID') return 'randomUUID: ids come from src/shared/ids.ts';
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0) {
    return 'new Date(): time comes from src/shared/clock.ts';
  }
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const from = node.moduleSpecifier.text;
    if (TIMER_MODULES.includes(from)) return `${from}: timers come from src/shared/clock.ts`;
  }
  return undefined;
}
