import { createInstance } from 'i18next';
import { expect, it } from 'vitest';
import { abandonWindows, REGIMES } from '../../../src/compliance/regimes/index.ts';
import { createPacer, type PacingSettings } from '../../../src/pacing/index.ts';
import { en } from '../../../web/src/i18n/en.ts';
import {
  limitSentence,
  numberGroups,
  numberName,
  numberText,
  waitSentence,
} from '../../../web/src/i18n/pacing-words.ts';
import { zh } from '../../../web/src/i18n/zh-CN.ts';

const NOW = Date.UTC(2026, 0, 5, 2);
const SETTINGS: PacingSettings = {
  ...{ mode: 'predictive', abandonTarget: 0.03, abandonWindowMs: 86_400_000, answerPatienceMs: 2_000 },
  ...{ ringTimeoutMs: 30_000, maxLinesPerAgent: 4, campaigns: [{ id: 'c', weight: 1 }] },
};

/** All numbers that the pacer gives, with the windows of every regime and without any. */
function numbers(): Record<string, number> {
  const own = { name: 'own', limit: 0.03, lengthMs: 86_400_000 };
  const ruled = [...REGIMES.values()].map((one) => [...abandonWindows(one, NOW, 'Asia/Shanghai', NOW), own]);
  const all = [undefined, ...ruled].map((given) => {
    const pacer = createPacer({ ...SETTINGS, campaigns: [{ id: 'c', weight: 1, windows: given }] });
    pacer.observe({ type: 'agent', agentId: 'a', state: 'available', at: NOW });
    return pacer.decide(NOW + 1, { perCampaign: [{ id: 'c', max: 10, why: 'lines' }] }).explain;
  });
  return Object.assign({}, ...all);
}

it('shows each number of the pacer once: by what it tells, an estimate with its deviation, what is to come as a curve', () => {
  const given = numbers();
  const { groups, horizons } = numberGroups(given);
  const shown = [...groups.values()].flat();
  expect(new Set(shown.map((row) => row.name)).size).toBe(shown.length);
  const deviations = shown.filter((row) => row.sd !== undefined);
  expect(deviations.map((row) => row.name).sort()).toEqual(['answerChance', 'talkMeanMs', 'wrapMeanMs']);
  expect(groups.get('estimates')).toEqual(deviations);
  expect(shown.length + deviations.length + 2 * horizons.length).toBe(Object.keys(given).length);
  expect(horizons.length).toBeGreaterThan(4);
  expect(horizons.map((one) => one.seconds)).toEqual(horizons.map((one) => one.seconds).sort((a, b) => a - b));
  for (const { seconds, answers, releases } of horizons) {
    expect(answers).toBe(given[`answersIn${seconds}s`]);
    expect(releases).toBe(given[`releasesIn${seconds}s`]);
  }
  // A deviation whose estimate is not there stands by itself.
  expect(numberGroups({ newSd: 1 }).groups.get('now')).toEqual([{ name: 'newSd', value: 1 }]);
  const talk = { name: 'talkMeanMs', value: 118_240, sd: 4_130 };
  expect(numberText(talk)).toBe('118.2 ± 4.1');
  expect(numberText({ name: 'answerChance', value: 0.2413, sd: 0.0122 })).toBe('24.1 ± 1.2%');
  expect(numberText({ name: 'theta', value: 0.0009 })).toBe('0.09%');
  expect(numberText({ name: 'idle', value: 3 })).toBe('3');
  expect(numberText({ name: 'index', value: Number.NaN })).toBe('–');
});

it.each(['zh-CN', 'en'])('has a name in %s for each number of the pacer, and a sentence for each word', async (lng) => {
  const texts = createInstance();
  await texts.init({ lng, resources: { 'zh-CN': { translation: zh }, en: { translation: en } } });
  const t = texts.t as unknown as Parameters<typeof numberName>[0];
  const given = [...numberGroups(numbers()).groups.values()].flat().map((row) => row.name);
  expect(given).toEqual(expect.arrayContaining(['talkMeanMs', 'budgetLeft:default', 'budgetLeft:own']));
  const raw = /[a-z][A-Z]|:|\{\{|^live\./;
  expect(given.map((name) => numberName(t, name)).filter((shown) => raw.test(shown))).toEqual([]);
  expect(new Set(given.map((name) => numberName(t, name))).size).toBeGreaterThan(given.length - 3);
  // What it does not know is shown as it is.
  expect(numberName(t, 'budgetLeft:x:y')).toContain('x:y');
  expect(numberName(t, 'toString')).toBe('toString');
  // Every word that the live page knows is said to an idle agent too; one of them is said of nobody at work.
  const words = Object.keys(zh.live.limited).filter((word) => word !== 'no-agents' && word !== 'unknown');
  const said = words.map((word) => waitSentence(t, word));
  expect(new Set(said).size).toBe(words.length);
  expect(said.filter((sentence) => /^desk\.|^(原因|Reason)/.test(sentence))).toEqual([]);
  expect(waitSentence(t, 'new-word')).toContain('new-word');
  expect(limitSentence(t, 'new-word', {})).toContain('new-word');
  expect(limitSentence(t, 'agents', { working: 0 })).not.toBe(limitSentence(t, 'agents', { working: 1 }));
});
