import { describe, expect, it } from 'vitest';
import { AnswerChance } from '../../../src/pacing/answer-chance.ts';

const HOUR = 3_600_000;
const STEP = 10_000;
const CALLS = 20;

/** Dials from `from` to `until`: twenty calls each ten seconds, of which the share `answer` is answered. */
function dial(chance: AnswerChance, from: number, until: number, answer: number, campaign = 'a'): void {
  for (let now = from; now < until; now += STEP) {
    chance.fade(STEP, now);
    const { mean } = chance.of(campaign);
    for (let i = 0; i < CALLS; i++) {
      chance.count(campaign, 1, 0, [], mean, mean);
      chance.ripened();
    }
    chance.count(campaign, 0, CALLS * answer, [], mean, mean);
    chance.surprised(campaign);
  }
}

describe('the chance of an answer', () => {
  it('knows an hour of the day from the days before', () => {
    const chance = new AnswerChance();
    dial(chance, 0, HOUR, 0.1);
    dial(chance, HOUR, 2 * HOUR, 0.3);
    expect(chance.of('a').mean).toBeCloseTo(0.3, 1);
    const first = 24 * HOUR;
    dial(chance, first, first + HOUR, 0.1);
    expect(chance.of('a').mean).toBeCloseTo(0.1, 1);
    // One step into the hour that answered three times as often yesterday: not yet seen today.
    chance.fade(STEP, first + HOUR);
    expect(chance.of('a').mean).toBeGreaterThan(0.2);
  });

  it('does not fall as far as it rises when the hour turns, and not at all for an hour that it never saw', () => {
    const chance = new AnswerChance();
    dial(chance, 0, HOUR, 0.3);
    dial(chance, HOUR, 2 * HOUR, 0.05);
    const day = 24 * HOUR;
    dial(chance, day, day + HOUR, 0.3);
    chance.fade(STEP, day + HOUR);
    const { mean } = chance.of('a');
    expect(mean).toBeLessThan(0.28);
    expect(mean).toBeGreaterThan(0.15);
    dial(chance, day + HOUR, day + 2 * HOUR, 0.05);
    const before = chance.of('a').mean;
    chance.fade(1, day + 2 * HOUR);
    expect(chance.of('a').mean).toBeCloseTo(before, 1);
  });

  it('keeps hours by campaign, over a restart too', () => {
    const chance = new AnswerChance();
    dial(chance, 0, HOUR, 0.1);
    dial(chance, HOUR, 2 * HOUR, 0.3);
    dial(chance, HOUR, 2 * HOUR, 0.2, 'b');
    const next = new AnswerChance();
    next.restore(JSON.parse(JSON.stringify(chance.save())));
    expect(next.save()).toEqual(chance.save());
    for (const id of ['a', 'b', 'c']) expect(next.of(id)).toEqual(chance.of(id));
    expect(chance.of('a').mean).toBeGreaterThan(chance.of('b').mean);
  });

  it('sees a change within minutes, up and down', () => {
    const chance = new AnswerChance();
    dial(chance, 0, HOUR / 2, 0.2);
    let found: number | undefined;
    for (let now = HOUR / 2; now < HOUR; now += STEP) {
      chance.fade(STEP, now);
      const { mean } = chance.of('a');
      chance.count('a', CALLS, CALLS * 0.6, [], mean, mean);
      if (chance.surprised('a') > 0) found ??= now - HOUR / 2;
    }
    expect(found).toBeLessThan(120_000);
    dial(chance, HOUR, HOUR + HOUR / 4, 0.1);
    expect(chance.of('a').mean).toBeLessThan(0.2);
  });

  it('believes within five minutes that a list answers less, at the pace of twelve agents', () => {
    const chance = new AnswerChance();
    const calls = 4;
    for (let now = 0; now < HOUR; now += STEP) {
      chance.fade(STEP, now);
      const { mean } = chance.of('a');
      const answer = now < HOUR / 2 ? 0.3 : 0.12;
      chance.count('a', calls, calls * answer, [], mean, mean);
      for (let i = 0; i < calls; i++) chance.ripened();
      chance.surprised('a');
      const passed = now - HOUR / 2;
      if (passed === -STEP) expect(mean).toBeCloseTo(0.3, 2);
      if (passed === 300_000) expect(mean).toBeLessThan(0.21);
      if (passed === 900_000) expect(mean).toBeCloseTo(0.12, 1);
    }
  });

  it('leans upward until some fifty answers were seen', () => {
    const chance = new AnswerChance();
    expect(chance.of('a').mean, 'a quarter is the first guess').toBeGreaterThan(0.6);
    dial(chance, 0, 20_000, 0.1);
    expect(chance.of('a').mean).toBeGreaterThan(0.13);
    dial(chance, 60_000, HOUR, 0.1);
    expect(chance.of('a').mean).toBeCloseTo(0.1, 2);
  });
});
