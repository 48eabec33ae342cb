/**
 * Reads a dialplan in extensions.conf syntax, so that the simulation runs the very text that the real node runs. Only
 * what that text uses is understood; anything else is an error on reading, never a silent difference.
 */

/** Values that an expression may ask for while it is worked out. */
export interface DialplanScope {
  /** A channel variable; empty when unset. */
  variable(name: string): string;
  /** A function in reading, such as `SHIFT(X)`; throws when it is not known. */
  call(name: string, argument: string): string;
}

/** Text with `${…}` and `$[…]` in it, ready to be worked out. */
export type Template = (scope: DialplanScope) => string;

export interface Step {
  readonly app: string;
  readonly data: Template;
  /** Step to go on with when a loop ends or turns (While, EndWhile). */
  jump: number | undefined;
}

export interface Extension {
  readonly steps: Step[];
  readonly labels: Map<string, number>;
}

export type Dialplan = Map<string, Map<string, Extension>>;

const APPS = new Set(
  [
    'Answer',
    'BackGround',
    'EndWhile',
    'ExecIf',
    'Goto',
    'GotoIf',
    'Hangup',
    'MixMonitor',
    'NoOp',
    'Playback',
    'Progress',
  ].concat([...['Ringing', 'Set', 'Stasis', 'StopMixMonitor', 'Wait', 'WaitExten', 'While']]),
);
const FUNCTIONS = new Set(['CHANNEL', 'DB', 'DB_DELETE', 'DB_KEYS', 'IF', 'LEN', 'SHIFT', 'TIMEOUT']);

/** Throws an `Error` that names the line when the text holds something that the simulation does not know. */
export function parseDialplan(text: string): Dialplan {
  const plan: Dialplan = new Map();
  let context: Map<string, Extension> | undefined;
  let extension: Extension | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/(^|\s);.*$/, '').trim();
    if (line === '') continue;
    const header = /^\[([^\]]+)\]$/.exec(line);
    if (header?.[1] !== undefined) {
      context = new Map();
      extension = undefined;
      if (header[1] !== 'general' && header[1] !== 'globals') plan.set(header[1], context);
      continue;
    }
    const step = /^(?:exten\s*=>?\s*([^,]+),\s*|same\s*=>?\s*)(\w+)(?:\((\w+)\))?\s*,\s*(\w+)(?:\((.*)\))?$/.exec(line);
    if (!step) {
      if (/^\w+\s*=/.test(line) && !/^(exten|same)\b/.test(line)) continue;
      throw new Error(`dialplan line ${index + 1}: not understood: ${line}`);
    }
    const [, exten, , label, app = '', data = ''] = step;
    if (!APPS.has(app)) throw new Error(`dialplan line ${index + 1}: application ${app} is not simulated`);
    if (exten !== undefined) {
      extension = context?.get(exten.trim()) ?? { steps: [], labels: new Map() };
      context?.set(exten.trim(), extension);
    }
    if (!extension) throw new Error(`dialplan line ${index + 1}: a step before any extension`);
    if (label !== undefined) extension.labels.set(label, extension.steps.length);
    extension.steps.push({ app, data: compile(data, index + 1), jump: undefined });
  }
  for (const extensions of plan.values()) for (const found of extensions.values()) linkLoops(found);
  return plan;
}

/** The extension that a number or name matches: itself, else the first pattern. */
export function findExtension(plan: Dialplan, context: string, exten: string): Extension | undefined {
  const extensions = plan.get(context);
  const exact = extensions?.get(exten);
  if (exact || !extensions) return exact;
  for (const [pattern, extension] of extensions) {
    if (pattern.startsWith('_') && patternMatches(pattern.slice(1), exten)) return extension;
  }
  return undefined;
}

function patternMatches(pattern: string, exten: string): boolean {
  const source = pattern.replace(/\[[^\]]*\]|[XZN.!+*#]|\w/g, (token) => {
    const classes: Record<string, string> = { X: '[0-9]', Z: '[1-9]', N: '[2-9]', '.': '.+', '!': '.*' };
    return classes[token] ?? (token.startsWith('[') ? token : token.replace(/[+*#]/, '\\$&'));
  });
  return new RegExp(`^${source}$`).test(exten);
}

function linkLoops(extension: Extension): void {
  const open: number[] = [];
  for (const [index, step] of extension.steps.entries()) {
    if (step.app === 'While') open.push(index);
    if (step.app !== 'EndWhile') continue;
    const start = open.pop();
    if (start === undefined) throw new Error('dialplan: EndWhile without While');
    step.jump = start;
    (extension.steps[start] as Step).jump = index + 1;
  }
  if (open.length > 0) throw new Error('dialplan: While without EndWhile');
}

/** Makes a template of a text; exported for the functions whose result is a text again. */
export function compile(text: string, line: number): Template {
  const parts: (string | Template)[] = [];
  let literal = '';
  for (let i = 0; i < text.length; i++) {
    const two = text.slice(i, i + 2);
    if (two !== '${' && two !== '$[') {
      literal += text[i];
      continue;
    }
    const end = closing(text, i + 1, line);
    const inner = text.slice(i + 2, end);
    if (literal !== '') parts.push(literal);
    literal = '';
    parts.push(two === '$[' ? expression(inner, line) : reference(inner, line));
    i = end;
  }
  if (literal !== '') parts.push(literal);
  const [only] = parts;
  if (parts.length === 0) return () => '';
  if (parts.length === 1 && typeof only === 'string') return () => only;
  return (scope) => {
    let out = '';
    for (const part of parts) out += typeof part === 'string' ? part : part(scope);
    return out;
  };
}

function closing(text: string, open: number, line: number): number {
  const pairs: Record<string, string> = { '{': '}', '[': ']' };
  const stack: string[] = [];
  for (let i = open; i < text.length; i++) {
    const char = text[i] as string;
    if (char in pairs) stack.push(pairs[char] as string);
    else if (char === stack.at(-1)) {
      stack.pop();
      if (stack.length === 0) return i;
    }
  }
  throw new Error(`dialplan line ${line}: a bracket is not closed`);
}

function reference(inner: string, line: number): Template {
  const call = /^([A-Z_]+)\((.*)\)$/s.exec(inner);
  if (!call) {
    if (!/^\w+$/.test(inner)) throw new Error(`dialplan line ${line}: \${${inner}} is not simulated`);
    return (scope) => scope.variable(inner);
  }
  const [, name = '', argument = ''] = call;
  if (!FUNCTIONS.has(name)) throw new Error(`dialplan line ${line}: function ${name} is not simulated`);
  const template = compile(argument, line);
  return (scope) => scope.call(name, template(scope));
}

/** Comparisons only: that is all that the contract's dialplan asks. */
function expression(inner: string, line: number): Template {
  const template = compile(inner, line);
  return (scope) => {
    const value = template(scope).trim();
    const comparison = /^"?(.*?)"?\s*(!=|>=|<=|=|>|<)\s*"?(.*?)"?$/s.exec(value);
    if (!comparison) return value;
    const [, left = '', operator, right = ''] = comparison;
    const both = [Number(left), Number(right)] as const;
    switch (operator) {
      case '=':
        return left === right ? '1' : '0';
      case '!=':
        return left !== right ? '1' : '0';
      case '>':
        return both[0] > both[1] ? '1' : '0';
      case '<':
        return both[0] < both[1] ? '1' : '0';
      case '>=':
        return both[0] >= both[1] ? '1' : '0';
      default:
        return both[0] <= both[1] ? '1' : '0';
    }
  };
}

/** Whether a dialplan condition holds: neither empty nor 0. */
export function truthy(condition: string): boolean {
  const text = condition.trim();
  return text !== '' && text !== '0';
}

/** Splits `condition?yes:no` at the outermost marks. */
export function branches(text: string): { condition: string; yes: string; no: string } {
  const mark = text.indexOf('?');
  if (mark < 0) return { condition: text, yes: '', no: '' };
  let depth = 0;
  let colon = -1;
  for (let i = mark + 1; i < text.length && colon < 0; i++) {
    if (text[i] === '(') depth++;
    else if (text[i] === ')') depth--;
    else if (text[i] === ':' && depth === 0) colon = i;
  }
  const end = colon < 0 ? text.length : colon;
  return {
    condition: text.slice(0, mark),
    yes: text.slice(mark + 1, end),
    no: colon < 0 ? '' : text.slice(colon + 1),
  };
}
