import type { NewCampaign } from '../../api/campaigns.ts';

export const HOURS_CHOICES = ['default', 'legal', 'all'] as const;
export type HoursChoice = (typeof HOURS_CHOICES)[number];

type Hours = NonNullable<NewCampaign['hours']>;

const everyDay = (legal: Hours['legal']): Hours => ({
  legal,
  campaign: { 1: [legal], 2: [legal], 3: [legal], 4: [legal], 5: [legal], 6: [legal], 7: [legal] },
});

/** The choice as the service wants it; undefined = its own default (RULES.md "Frequency (CN preset)"). */
export function hoursOf(choice: HoursChoice): Hours | undefined {
  if (choice === 'default') return undefined;
  return choice === 'legal' ? everyDay({ from: 8 * 60, to: 21 * 60 }) : everyDay({ from: 0, to: 24 * 60 });
}
