import type { PacedCampaign, PacingSettings } from './types.ts';

/** Settings of the pacer that cannot be worked with; the message names the field, what came and what is wanted. */
export class InvalidPacingSettings extends Error {
  readonly field: string;
  constructor(field: string, given: unknown, wanted: string) {
    super(`pacing setting ${field}: got ${JSON.stringify(given) ?? String(given)}, want ${wanted}`);
    this.name = 'InvalidPacingSettings';
    this.field = field;
  }
}

const MODES: readonly string[] = ['progressive', 'ratio', 'predictive'];
const MAX_CAMPAIGNS = 1_000;

/** Returns a copy of its own, so that a caller who changes his object later changes nothing here. */
export function checkSettings(settings: PacingSettings): PacingSettings {
  if (!MODES.includes(settings.mode)) throw new InvalidPacingSettings('mode', settings.mode, MODES.join(', '));
  if (settings.mode === 'ratio') within('linesPerAgent', settings.linesPerAgent, 1, 50);
  within('abandonTarget', settings.abandonTarget, 0, 0.5);
  within('abandonWindowMs', settings.abandonWindowMs, 60_000, 400 * 86_400_000);
  within('answerPatienceMs', settings.answerPatienceMs, 0, 60_000);
  within('ringTimeoutMs', settings.ringTimeoutMs, 1_000, 180_000);
  within('maxLinesPerAgent', settings.maxLinesPerAgent, 1, 100);
  if (settings.campaigns.length > MAX_CAMPAIGNS)
    throw new InvalidPacingSettings('campaigns', settings.campaigns.length, `at most ${MAX_CAMPAIGNS}`);
  const seen = new Set<string>();
  for (const campaign of settings.campaigns) {
    if (campaign.id === '' || seen.has(campaign.id))
      throw new InvalidPacingSettings('campaigns[].id', campaign.id, 'an id that is not empty and used once');
    seen.add(campaign.id);
    checkCampaign(campaign);
  }
  return structuredClone(settings);
}

function checkCampaign(campaign: PacedCampaign): void {
  const at = (name: string): string => `campaigns[${campaign.id}].${name}`;
  within(at('weight'), campaign.weight, 0, 1e6);
  if (campaign.priority !== undefined) within(at('priority'), campaign.priority, -1e6, 1e6);
  if (campaign.abandonTarget !== undefined) within(at('abandonTarget'), campaign.abandonTarget, 0, 0.5);
  if (campaign.patienceMs !== undefined) within(at('patienceMs'), campaign.patienceMs, 0, 60_000);
  if (campaign.ringMinimumMs !== undefined) within(at('ringMinimumMs'), campaign.ringMinimumMs, 0, 180_000);
  for (const window of campaign.windows ?? []) {
    within(at(`windows[${window.name}].limit`), window.limit, 0, 0.5);
    if (window.lengthMs === undefined && window.sinceMs === undefined)
      throw new InvalidPacingSettings(at(`windows[${window.name}]`), window, 'lengthMs or sinceMs');
    if (window.lengthMs !== undefined)
      within(at(`windows[${window.name}].lengthMs`), window.lengthMs, 60_000, 400 * 86_400_000);
  }
}

function within(field: string, value: unknown, least: number, most: number): void {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < least || value > most)
    throw new InvalidPacingSettings(field, value, `a number from ${least} to ${most}`);
}
