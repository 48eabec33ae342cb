import { describe, expect, it } from 'vitest';
import { HUMAN, OTHER, RingCurves } from '../../../src/pacing/ring-curves.ts';

/** Calls of which a tenth is answered about `answerMs` after placing and the others ring out. */
function learned(answerMs: number): RingCurves {
  const curves = new RingCurves(25_000);
  for (let i = 0; i < 2_000; i++) {
    const answered = i % 10 === 0;
    const elapsed = answered ? answerMs + (i % 7) * 300 : 27_500;
    curves.hazards.expose(0, elapsed);
    curves.hazards.end(answered ? HUMAN : OTHER, elapsed);
  }
  curves.fit();
  return curves;
}

describe('ring times until an answer and until another end', () => {
  it('are learned apart, and the horizons follow the answers', () => {
    const early = learned(4_000);
    const late = learned(15_000);
    expect(early.g(7_000)).toBeGreaterThan(0.85);
    expect(late.g(14_000)).toBeLessThan(0.2);
    for (const curves of [early, late]) {
      expect(curves.h(25_000), 'nobody else ends before the time-out').toBeLessThan(0.15);
      expect(curves.h(30_000)).toBeGreaterThan(0.9);
    }
    expect(early.horizons[3]).toBeLessThan(7_000);
    expect(late.horizons[3]).toBeGreaterThan(13_000);
  });

  it('take running calls into account: those that are answered early are not all there is', () => {
    const curves = new RingCurves(25_000);
    const before = curves.g(6_000);
    // 20 answers in the first five seconds, of 400 calls that still ring.
    for (let i = 0; i < 20; i++) {
      curves.hazards.expose(0, 4_500);
      curves.hazards.end(HUMAN, 4_500);
    }
    for (let i = 0; i < 380; i++) curves.hazards.expose(0, 5_000);
    curves.fit();
    expect(curves.g(6_000)).toBeLessThan(before + 0.35);
    expect(curves.g(6_000)).toBeGreaterThan(0);
  });
});
