import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseCarrierLine } from '../../../scripts/asterisk/carrier-log.ts';
import { heard } from '../../../scripts/asterisk/heard.ts';
import { fill } from '../../../scripts/asterisk/instance.ts';
import { behaviourOf, numberFor } from '../../../scripts/asterisk/numbers.ts';
import { ABANDONED_MESSAGE, alaw, samples, TONE, ulaw, wav } from '../../../scripts/asterisk/tones.ts';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'boda-unit-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

function recording(name: string, parts: Parameters<typeof samples>[0]): string {
  const file = join(dir, `${name}.wav`);
  writeFileSync(file, wav(samples(parts)));
  return file;
}

test('a recording tells which tone was heard and for how long', () => {
  const file = recording('talk', [
    { hz: 0, ms: 500 },
    { hz: TONE.agent, ms: 1_500 },
    { hz: TONE.customer, ms: 700 },
  ]);
  expect(heard(file)).toEqual({
    agentMs: 1_500,
    customerMs: 700,
    messageMs: 0,
    announcementMs: 0,
    totalMs: 2_700,
    messageFromMs: undefined,
  });
});

test('the abandoned-call message carries one second of its marker and nothing that looks like a person', () => {
  const found = heard(recording('message', ABANDONED_MESSAGE));
  expect(found.messageMs).toBeGreaterThanOrEqual(950);
  expect(found.messageFromMs).toBe(400);
  expect([found.agentMs, found.customerMs]).toEqual([0, 0]);
});

test('G.711: known codes of both laws', () => {
  expect([alaw(0), alaw(-1), alaw(32_767), alaw(-32_768)]).toEqual([0xd5, 0x55, 0xaa, 0x2a]);
  expect([ulaw(0), ulaw(32_767), ulaw(-32_768)]).toEqual([0xff, 0x80, 0x00]);
});

test('numbers carry their behaviour, are 11 digits and all different', () => {
  const numbers = new Set(Array.from({ length: 100 }, (_, i) => numberFor('person', i, '12')));
  expect(numbers.size).toBe(100);
  for (const number of numbers) expect([number.length, behaviourOf(number)]).toEqual([11, 'person']);
  expect(behaviourOf('13000009900')).toBeUndefined();
  expect(() => numberFor('busy', 100_000)).toThrow('serial');
  expect(() => numberFor('busy', 1, '1')).toThrow('nn');
});

test('a line of the carrier’s log', () => {
  expect(parseCarrierLine('13000010012|020|00|1.5|2|2.25|5.125|callee|x.wav', '/c')).toEqual({
    number: '13000010012',
    callerId: '020',
    kind: '00',
    invitedAt: 1_500,
    ringingAt: 2_000,
    answeredAt: 2_250,
    endedAt: 5_125,
    endedBy: 'callee',
    heardFile: '/c/heard/x.wav',
  });
  expect(parseCarrierLine('13000012000||20|1.5|||2|callee|', '/c')).toMatchObject({
    ringingAt: undefined,
    heardFile: undefined,
  });
  expect(() => parseCarrierLine('half|a|li', '/c')).toThrow();
});

test('a template that wants what nobody gives is a fault', () => {
  expect(fill('a=@KEY@', { KEY: '1' }, 'x.conf')).toBe('a=1');
  expect(() => fill('a=@OTHER@', { KEY: '1' }, 'x.conf')).toThrow('x.conf wants @OTHER@');
});
