import { describe, expect, it } from 'vitest';
import { LauncherFault, lastLines } from '../../../scripts/launcher/fault.ts';
import { backOffMs } from '../../../scripts/launcher/keeper.ts';
import { readStartOptions } from '../../../scripts/launcher/options.ts';

describe('arguments of npm start', () => {
  it('are simulated telephony and the setting of the port by default', () => {
    expect(readStartOptions([])).toEqual({ telephony: 'simulated', port: undefined });
    expect(readStartOptions(['--telephony', 'asterisk', '--port=9000'])).toEqual({ telephony: 'asterisk', port: 9000 });
  });

  it.each([
    [['--telephony', 'x'], '--telephony: given "x", wanted simulated or asterisk'],
    [['--port', '0'], '--port: given "0", wanted a whole number from 1 to 65535'],
    [['--port', '70000'], '--port: given "70000", wanted a whole number from 1 to 65535'],
    [['--prot', '1'], 'Usage: npm start [-- --telephony simulated|asterisk] [--port N]'],
    [['now'], 'Usage: npm start [-- --telephony simulated|asterisk] [--port N]'],
  ])('%j is refused', (args, line) => {
    expect(() => readStartOptions(args)).toThrow(line);
  });
});

describe('a fault', () => {
  it('is one line', () => {
    expect(new LauncherFault('one\n  two').message).toBe('one two');
    expect(lastLines('a\n\nb\nc\n', 2)).toBe('b / c');
  });
});

it('the wait before a restart doubles up to 15 s', () => {
  expect([1, 2, 3, 6, 30].map(backOffMs)).toEqual([500, 1_000, 2_000, 15_000, 15_000]);
});
