/**
 * Country → the time zones that a number of it may be in. All of them must be open when it is dialed, so a country with
 * many zones is dialed in the hours that they share. A country that is not here is not dialed: its place is unknown.
 * The mainland keeps one clock (RULES.md "Frequency").
 */
const ZONES: Readonly<Record<string, readonly string[]>> = {
  CN: ['Asia/Shanghai'],
  HK: ['Asia/Hong_Kong'],
  MO: ['Asia/Macau'],
  TW: ['Asia/Taipei'],
  SG: ['Asia/Singapore'],
  MY: ['Asia/Kuala_Lumpur'],
  JP: ['Asia/Tokyo'],
  KR: ['Asia/Seoul'],
  TH: ['Asia/Bangkok'],
  VN: ['Asia/Ho_Chi_Minh'],
  PH: ['Asia/Manila'],
  ID: ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'],
  IN: ['Asia/Kolkata'],
  AE: ['Asia/Dubai'],
  SA: ['Asia/Riyadh'],
  AU: ['Australia/Perth', 'Australia/Adelaide', 'Australia/Darwin', 'Australia/Brisbane', 'Australia/Sydney'],
  NZ: ['Pacific/Auckland'],
  GB: ['Europe/London'],
  IE: ['Europe/Dublin'],
  PT: ['Europe/Lisbon', 'Atlantic/Azores'],
  FR: ['Europe/Paris'],
  DE: ['Europe/Berlin'],
  IT: ['Europe/Rome'],
  ES: ['Europe/Madrid', 'Atlantic/Canary'],
  NL: ['Europe/Amsterdam'],
  BE: ['Europe/Brussels'],
  CH: ['Europe/Zurich'],
  AT: ['Europe/Vienna'],
  PL: ['Europe/Warsaw'],
  SE: ['Europe/Stockholm'],
  NO: ['Europe/Oslo'],
  DK: ['Europe/Copenhagen'],
  FI: ['Europe/Helsinki'],
  US: [
    'America/New_York',
    'America/Chicago',
    'America/Denver',
    'America/Phoenix',
    'America/Los_Angeles',
    'America/Anchorage',
    'Pacific/Honolulu',
  ],
  CA: [
    'America/St_Johns',
    'America/Halifax',
    'America/Toronto',
    'America/Winnipeg',
    'America/Regina',
    'America/Edmonton',
    'America/Vancouver',
  ],
};

/** The candidate zones of a number of this country; undefined when its place is not known. */
export function zonesOf(country: string | undefined): readonly string[] | undefined {
  return country !== undefined && Object.hasOwn(ZONES, country) ? ZONES[country] : undefined;
}
