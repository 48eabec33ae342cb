import { describe, expect, test } from 'vitest';
import { branches, findExtension, parseDialplan } from '../../../src/sim/dialplan.ts';
import { desk } from './desk.ts';

/** `$` and an opening brace, which the linter would take for a forgotten template. */
const OPEN = ['$', '{'].join('');

describe('reading a dialplan', () => {
  test.each([
    ['exten => s,1,Dial(PJSIP/1)', 'line 2: application Dial is not simulated'],
    [`exten => s,1,Set(X=${OPEN}RAND(1,2)})`, 'line 2: function RAND is not simulated'],
    [`exten => s,1,Set(X=${OPEN}X:1:2})`, `line 2: ${OPEN}X:1:2} is not simulated`],
    [`exten => s,1,Set(X=${OPEN}X)`, 'line 2: a bracket is not closed'],
    ['same => n,Hangup()', 'line 2: a step before any extension'],
    ['what is this', 'line 2: not understood'],
  ])('%s is refused by name', (line, message) => {
    expect(() => parseDialplan(`[a]\n${line}`)).toThrow(message);
  });

  test('patterns match, an exact name comes first', () => {
    const plan = parseDialplan(
      '[a]\nexten => _[+0-9].,1,NoOp(pattern)\nexten => 12,1,NoOp(exact)\nexten => _XN,1,NoOp(two)',
    );
    const data = (exten: string) =>
      findExtension(plan, 'a', exten)?.steps[0]?.data({ variable: () => '', call: () => '' });
    expect([data('12'), data('13'), data('+86'), data('x')]).toEqual(['exact', 'pattern', 'pattern', undefined]);
  });

  test('a condition is split at its own marks, not at those inside brackets', () => {
    expect(branches('1?Set(DB(a:b)=1):Hangup()')).toEqual({ condition: '1', yes: 'Set(DB(a:b)=1)', no: 'Hangup()' });
  });
});

test('loops, shifting and deleting work as the node’s probe needs them', () => {
  const at = desk();
  for (const key of ['x~start~1', 'x~played~2', 'y~start~3']) at.sim.db.set(`boda-abandon/${key}`, '1');
  const variables = { BODA_APP: 'boda-g', BODA_FORGET: 'x~start~1,x~played~2' };
  const body = { endpoint: 'Local/s@boda-probe', context: 'boda-hold', extension: 's', channelId: 'p', variables };
  at.ask('POST', '/channels', {}, body);
  at.pass(10);
  expect(at.of('p;2', 'StasisStart')).toHaveLength(1);
  expect(at.ask('GET', '/channels/p;2/variable', { variable: 'DB_KEYS(boda-abandon)' }).body).toEqual({
    value: 'y~start~3',
  });
  at.ask('DELETE', '/channels/p');
  expect(at.ask('GET', '/channels').body).toEqual([]);
});

test('a message that the node does not have is not claimed as played', () => {
  const at = desk({ soundMs: () => undefined });
  at.place('1', '13000000200', { variables: { BODA_APP: 'boda-dead', BODA_ATTEMPT: '1', BODA_GUARD: '4' } });
  at.pass(1_000);
  expect(at.sim.db.keys('boda-abandon')).toMatch(/^1~start~\d+$/);
});

test('in the message and three seconds behind it the keys 1 and 9 are heard, and no other', () => {
  const at = desk();
  for (const key of ['1', '5', '9']) {
    const variables = { BODA_APP: 'boda-dead', BODA_ATTEMPT: key, BODA_GUARD: '4' };
    at.place(key, `1300000070${key}`, { variables });
  }
  at.pass(10_000);
  const keys = at.sim.db.keys('boda-abandon').replaceAll(/~\d+(?=,|$)/g, '');
  expect(keys.split(',').filter((each) => each.includes('key'))).toEqual(['1~key1', '9~key9']);
  expect(at.ask('GET', '/channels').body).toEqual([]);
});
