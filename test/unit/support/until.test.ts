import { describe, expect, it } from 'vitest';
import { until } from '../../support/until.ts';

describe('until', () => {
  it('gives what the condition gave once it is true', async () => {
    let turns = 0;
    expect(await until(() => (++turns > 2 ? 'there' : ''), { what: 'three turns' })).toBe('there');
  });

  it('names what it waited for and the last error', async () => {
    const wait = until(() => Promise.reject(new Error('no such row')), { what: 'the row', timeoutMs: 30 });
    await expect(wait).rejects.toThrow('waited 30 ms in vain for: the row; last error: Error: no such row');
  });
});
