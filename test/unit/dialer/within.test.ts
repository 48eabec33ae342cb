import { describe, expect, it } from 'vitest';
import { within } from '../../../src/dialer/within.ts';
import { VirtualClock } from '../../../src/shared/virtual-clock.ts';

describe('a command with a limit', () => {
  it('is a time-out when it never answers', async () => {
    const clock = new VirtualClock();
    const late = within(clock, 4_000, new Promise(() => {}));
    clock.advance(4_000);
    await expect(late).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('passes its answer and its failure on, and leaves no timer behind', async () => {
    const clock = new VirtualClock();
    await expect(within(clock, 4_000, Promise.resolve(7))).resolves.toBe(7);
    await expect(within(clock, 4_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
    await Promise.resolve();
    expect(clock.nextAt()).toBeUndefined();
  });
});
