import { expect, test } from 'vitest';
import { numberFor } from '../../../scripts/asterisk/numbers.ts';
import { desk } from './desk.ts';

test('an id that begins a living one’s is taken (409), the other way round it is free; gone ones free it', () => {
  const at = desk();
  expect(at.place('t.23', numberFor('stays', 1)).status).toBe(200);
  expect(at.place('t.2', numberFor('stays', 2)).status).toBe(409);
  expect(at.place('t.234', numberFor('stays', 3)).status).toBe(200);
  at.ask('DELETE', '/channels/g.t.23');
  expect(at.place('t.2', numberFor('stays', 4)).status).toBe(409);
  at.ask('DELETE', '/channels/g.t.234');
  expect(at.place('t.2', numberFor('stays', 5)).status).toBe(200);
});

test('a bridge of a channel’s name is never heard of', () => {
  const at = desk();
  at.place('1', numberFor('stays', 1));
  at.pass(100);
  at.ask('POST', '/bridges/g.1', { type: 'mixing' });
  expect(at.ask('POST', '/bridges/g.1/addChannel', { channel: 'g.1' }).status).toBe(204);
  at.pass(10);
  expect(at.types('g.1')).not.toContain('ChannelEnteredBridge');
});
