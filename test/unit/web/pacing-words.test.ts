import { createInstance } from 'i18next';
import { expect, it } from 'vitest';
import { abandonWindows, REGIMES } from '../../../src/compliance/regimes/index.ts';
import { createPacer, type PacingSettings } from '../../../src/pacing/index.ts';
import { en } from '../../../web/src/i18n/en.ts';
import { limitSentence, numberName, waitSentence } from '../../../web/src/i18n/pacing-words.ts';
import { zh } from '../../../web/src/i18n/zh-CN.ts';

const NOW = Date.UTC(2026, 0, 5, 2);
const SETTINGS: PacingSettings = {
  ...{ mode: 'predictive', abandonTarget: 0.03, abandonWindowMs: 86_400_000, answerPatienceMs: 2_000 },
  ...{ ringTimeoutMs: 30_000, maxLinesPerAgent: 4, campaigns: [{ id: 'c', weight: 1 }] },
};

/** Every name that the pacer gives a number, with the windows of every regime and without any. */
function names(): string[] {
  const own = { name: 'own', limit: 0.03, lengthMs: 86_400_000 };
  const ruled = [...REGIMES.values()].map((one) => [...abandonWindows(one, NOW, 'Asia/Shanghai', NOW), own]);
  const all = [undefined, ...ruled].flatMap((given) => {
    const pacer = createPacer({ ...SETTINGS, campaigns: [{ id: 'c', weight: 1, windows: given }] });
    pacer.observe({ type: 'agent', agentId: 'a', state: 'available', at: NOW });
    return Object.keys(pacer.decide(NOW + 1, { perCampaign: [{ id: 'c', max: 10, why: 'lines' }] }).explain);
  });
  return [...new Set(all)];
}

it.each(['zh-CN', 'en'])('has a name in %s for each number of the pacer, and a sentence for each word', async (lng) => {
  const texts = createInstance();
  await texts.init({ lng, resources: { 'zh-CN': { translation: zh }, en: { translation: en } } });
  const t = texts.t as unknown as Parameters<typeof numberName>[0];
  const given = names();
  expect(given).toEqual(
    expect.arrayContaining(['answersIn10s', 'releasesIn5s', 'budgetLeft:default', 'budgetLeft:own']),
  );
  const raw = /[a-z][A-Z]|:|\{\{|^live\./;
  expect(given.map((name) => numberName(t, name)).filter((shown) => raw.test(shown))).toEqual([]);
  expect(new Set(given.map((name) => numberName(t, name))).size).toBeGreaterThan(given.length - 3);
  expect(numberName(t, 'answersIn10s')).toContain('10');
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
