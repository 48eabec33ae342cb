/** Calling hours and frequency caps as shipped. A campaign copies one and may change it within its regime. */
import type { CallingHours, CampaignGate, FrequencyRule } from '../dialer/ports.ts';

const MINUTE = 60_000;

/** Minutes of the day of `hh:mm`. */
function clock(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

function window(from: string, to: string): { from: number; to: number } {
  return { from: clock(from), to: clock(to) };
}

function everyDay(windows: readonly { from: number; to: number }[]): CallingHours['campaign'] {
  return { 1: windows, 2: windows, 3: windows, 4: windows, 5: windows, 6: windows, 7: windows };
}

/** RULES.md "Frequency (CN preset)": legal 08-21 at the number's place; 09:00-12:00 and 13:30-20:00 by default. */
export const CN_HOURS: CallingHours = {
  legal: window('08:00', '21:00'),
  campaign: everyDay([window('09:00', '12:00'), window('13:30', '20:00')]),
};

/** RULES.md "Frequency (CN preset)": ≤ 5 in any rolling 24 h and ≤ 3 in any 5 min to one number. */
export const CN_FREQUENCY: FrequencyRule = {
  windows: [
    { max: 5, windowMs: 24 * 60 * MINUTE },
    { max: 3, windowMs: 5 * MINUTE },
  ],
};

/** RULES.md "Import": under the CN regime a legal basis is required; regimes/asia-pacific.ts `consent`. */
export const CN_GATE: CampaignGate = { consent: 'basis' };

/** For demo and test campaigns only: open round the clock, so that both commands work at 03:00 (SETUP.md). */
export const ROUND_THE_CLOCK: CallingHours = {
  legal: window('00:00', '24:00'),
  campaign: everyDay([window('00:00', '24:00')]),
};
