import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SCENARIOS } from './scenarios.ts';
import { play, type Story } from './story.ts';
import { simulated, virtualStage } from './virtual-stage.ts';

/** What Asterisk 22.10.1 said; test/real/sim-likeness.test.ts records it and checks that it still says so. */
const RECORDED = JSON.parse(readFileSync(new URL('./recorded.json.snap', import.meta.url), 'utf8')) as Record<
  string,
  Story
>;

describe('the simulation tells the story that the real Asterisk told', () => {
  test.each(Object.keys(SCENARIOS))('%s', async (name) => {
    const { sim, clock } = simulated({ soundMs: () => 1_000 });
    const story = await play(SCENARIOS[name] ?? (() => Promise.reject(new Error(name))), async (scribe) =>
      virtualStage(sim, clock, scribe),
    );
    expect(story.answers).toEqual(RECORDED[name]?.answers);
    expect(story.events).toEqual(RECORDED[name]?.events);
  });

  test('every recorded story is played', () => {
    expect(Object.keys(RECORDED).sort()).toEqual(Object.keys(SCENARIOS).sort());
  });
});
