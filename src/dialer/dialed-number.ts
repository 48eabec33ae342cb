import type { TrunkPlan } from './ports.ts';

const CHINESE_MOBILE = /^1[3-9][0-9]{9}$/;
/** 400 and 800: of no city. */
const NOT_OF_A_CITY = /^[48]00/;

type PrefixRules = Pick<
  TrunkPlan,
  'dialPrefix' | 'stripPlus' | 'nationalOnly' | 'homeArea' | 'homeRegion' | 'awayPrefix'
>;

/**
 * The number as this trunk wants it: RULES.md "Lines" (prefix rules). +86 numbers are dialed nationally where asked, then
 * by place: in the trunk's own city a landline without its area code and a mobile as it is, elsewhere (or where the place
 * is not known) with the prefix for other places, as a rule 0 (外地加0).
 */
export function asDialed(e164: string, trunk: PrefixRules, region?: string): string {
  let digits = e164;
  if (trunk.nationalOnly && digits.startsWith('+86')) digits = byPlace(digits.slice(3), trunk, region);
  if (trunk.stripPlus && digits.startsWith('+')) digits = digits.slice(1);
  return trunk.dialPrefix + digits;
}

function byPlace(national: string, { homeArea, homeRegion, awayPrefix }: PrefixRules, region?: string): string {
  if (homeArea === undefined || NOT_OF_A_CITY.test(national)) return national;
  if (CHINESE_MOBILE.test(national))
    return region !== undefined && region === homeRegion ? national : awayPrefix + national;
  return national.startsWith(homeArea) ? national.slice(homeArea.length) : awayPrefix + national;
}
