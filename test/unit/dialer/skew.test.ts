import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClockSkew } from '../../../src/dialer/skew.ts';

describe('a node clock beside ours', () => {
  it('takes the first event as fresh', () => {
    expect(new ClockSkew().toOurs(500, 10_000)).toBe(10_000);
  });

  it('tells the true age of an event that waited, whichever clock is ahead', () => {
    for (const offset of [-3_600_000, -40, 0, 40, 3_600_000]) {
      const skew = new ClockSkew();
      skew.toOurs(1_000_000 + offset, 1_000_002);
      // Stamped 100 ms later, heard 20 s later: the process stood still.
      expect(skew.toOurs(1_000_100 + offset, 1_020_100)).toBe(1_000_102);
    }
  });

  it('remembers the offset over the turn of its window, also when the next event is stale', () => {
    const skew = new ClockSkew(1_000);
    skew.toOurs(0, 5_000);
    skew.toOurs(900, 5_900);
    expect(skew.toOurs(1_100, 9_000)).toBe(6_100);
  });

  it('follows a clock that drifts away', () => {
    const skew = new ClockSkew(1_000);
    skew.toOurs(0, 0);
    for (let t = 1_000; t <= 5_000; t += 500) skew.toOurs(t, t + 300);
    expect(skew.toOurs(5_500, 5_800)).toBe(5_800);
  });

  it('never gives a time to come', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(100_000), fc.nat(1_000)), { maxLength: 50 }), (steps) => {
        const skew = new ClockSkew(2_000);
        let heard = 0;
        for (const [stamped, later] of steps) {
          heard += later;
          if (skew.toOurs(stamped, heard) > heard) throw new Error(`${stamped} heard at ${heard}`);
        }
      }),
      { numRuns: 300 },
    );
  });
});
