import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';

/** Paths that never reach a log: personal data goes under `pii` (STYLE.md 9), secrets under their usual names. */
const REDACTED = [
  ...['pii', 'password', 'token', 'authorization', 'cookie', 'number', 'phone', 'sipPassword'].flatMap((name) => [
    name,
    `*.${name}`,
    `*.*.${name}`,
  ]),
];

/** A Chinese mobile number, or any in E.164 with its plus: the last net under messages of other people's code. */
const NUMBERS = /(?<![\w.-])(?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\w-])|\+[1-9]\d{6,13}(?!\d)/g;

/** Stars what looks like a clear number in a whole log line. */
export function scrubNumbers(line: string): string {
  return line.replace(NUMBERS, (number) => number.replace(/\d/g, '*'));
}

/** The log of the whole service: constant messages, data in fields, no personal data. */
export function createLogger(options: { level: string; destination?: DestinationStream }): Logger {
  const shape: LoggerOptions = {
    level: options.level,
    base: null,
    redact: { paths: REDACTED, censor: '[redacted]' },
    hooks: { streamWrite: scrubNumbers },
  };
  return options.destination === undefined ? pino(shape) : pino(shape, options.destination);
}
