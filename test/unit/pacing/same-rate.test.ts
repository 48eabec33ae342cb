import { expect, it } from 'vitest';
import { best } from '../../../bench/pacing/same-rate.ts';

const at = (abandoned: number, utilisation: number) => ({
  abandoned,
  utilisation: [utilisation - 0.01, utilisation + 0.01],
});

it('a policy is compared with the best of ours at no more abandoned calls, not with a limit that nobody would choose', () => {
  const progressive = at(0, 0.4);
  const careful = at(0, 0.75);
  const stood = at(0.01, 0.7);
  const usual = at(0.025, 0.82);
  expect(best([stood, usual, progressive, careful])).toEqual([careful, usual]);
});
