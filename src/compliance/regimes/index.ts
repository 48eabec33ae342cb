import { AMERICAS } from './americas.ts';
import { ASIA_PACIFIC } from './asia-pacific.ts';
import { DEFAULT_REGIME } from './effective.ts';
import { EUROPE } from './europe.ts';
import type { Regime } from './types.ts';

export { abandonRuleOf, bounded, DEFAULT_REGIME, earliestOf, laxer, lockAfter, windowsOf } from './effective.ts';
export type { Regime } from './types.ts';
export { ukAbandonedRate } from './uk-estimate.ts';
export { abandonWindows } from './windows.ts';

/** All regimes that are shipped, by key. */
export const REGIMES: ReadonlyMap<string, Regime> = new Map(
  [...ASIA_PACIFIC, ...AMERICAS, ...EUROPE].map((regime) => [regime.key, regime]),
);

/** The regime of a campaign; a key that nobody knows (taken out, or a slip in the database) gets the house rule. */
export function regimeOf(key: string): Regime {
  return REGIMES.get(key) ?? (REGIMES.get(DEFAULT_REGIME) as Regime);
}
