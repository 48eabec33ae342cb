import { expect, it } from 'vitest';
import { Tally } from '../../../src/shared/tally.ts';

it('a tally tells each who waits when all before him is finished, and nobody sooner', async () => {
  const tally = new Tally();
  const told: string[] = [];
  const wait = (who: string) => void tally.reached().then(() => told.push(who));
  const turn = async (): Promise<string[]> => {
    await Promise.resolve();
    await Promise.resolve();
    return told;
  };
  wait('nothing before');
  expect(await turn()).toEqual(['nothing before']);
  tally.handed(2);
  wait('two before');
  tally.handed();
  wait('three before');
  tally.finished(1);
  expect(await turn()).toEqual(['nothing before']);
  expect(tally.open).toBe(2);
  tally.finished(1);
  expect(await turn()).toEqual(['nothing before', 'two before']);
  tally.finished(1);
  expect(await turn()).toEqual(['nothing before', 'two before', 'three before']);
});
