import type { FastifyInstance } from 'fastify';
import { CN_CALENDAR, REGION_HOURS } from '../../compliance/calendar.ts';
import type { DayCalendar, RegionHours } from '../../dialer/ports.ts';
import { CALL_BACK_SETTINGS } from '../../domain/call-back.ts';
import { DEFAULT_ROW_CAP, ROW_CAP_KEY } from '../../domain/export.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiError } from '../errors.ts';
import { answers } from '../schemas.ts';
import { shown } from '../shown.ts';
import { typed } from '../typed.ts';
import { isZone } from '../zones.ts';
import { FloorSettings, GateChange, GateSettings, Settings } from './schema.ts';

const DEFAULT_ZONE = 'Asia/Shanghai';
export const TIME_ZONE_KEY = 'floor.timeZone';
/** Read by src/db/gate-columns.ts. */
const CALENDAR_KEY = 'gate.calendar';
const REGION_HOURS_KEY = 'gate.regionHours';
/** Numbers that may be changed, by field: where they are kept, and what is shipped. */
const NUMBERS = {
  /** RULES.md "Call-backs": 30 min. */
  callBackOverdueMinutes: ['callBack.overdueMinutes', 30],
  callBackMostOpen: ['callBack.mostOpen', CALL_BACK_SETTINGS['callBack.mostOpen']],
  callBackMostDaysAhead: ['callBack.mostDaysAhead', CALL_BACK_SETTINGS['callBack.mostDaysAhead']],
  callBackExpireDays: ['callBack.expireDays', CALL_BACK_SETTINGS['callBack.expireDays']],
  exportRowCap: [ROW_CAP_KEY, DEFAULT_ROW_CAP],
} as const satisfies Record<string, readonly [key: string, shipped: number]>;
type NumberField = keyof typeof NUMBERS;
const NUMBER_FIELDS = Object.keys(NUMBERS) as NumberField[];

export function settingRoutes(app: FastifyInstance, { settings }: ApiDeps): void {
  const routes = typed(app);
  const tags = ['settings'];

  routes.get(
    '/settings',
    { config: { access: 'settings.read' }, schema: { tags, response: answers(Settings) } },
    async () => {
      return shownSettings(await settings.all());
    },
  );

  routes.put(
    '/settings',
    { config: { access: 'settings.write' }, schema: { tags, body: FloorSettings, response: answers(Settings) } },
    async (request) => {
      const { timeZone } = request.body;
      if (!isZone(timeZone)) {
        const wanted = 'the IANA name of a time zone, like Asia/Shanghai';
        throw new ApiError('invalid', { details: [{ field: 'timeZone', came: shown('timeZone', timeZone), wanted }] });
      }
      await settings.put(who(request), TIME_ZONE_KEY, timeZone);
      for (const field of NUMBER_FIELDS) {
        const value = request.body[field];
        if (value !== undefined) await settings.put(who(request), NUMBERS[field][0], value);
      }
      return shownSettings(await settings.all());
    },
  );

  routes.get(
    '/settings/gate',
    { config: { access: 'settings.read' }, schema: { tags, response: answers(GateSettings) } },
    async () => shownGate(await settings.all()),
  );

  routes.put(
    '/settings/gate',
    { config: { access: 'settings.write' }, schema: { tags, body: GateChange, response: answers(GateSettings) } },
    async (request) => {
      const { calendar, regionHours } = request.body;
      if (calendar !== undefined) {
        const workdays = Object.fromEntries(calendar.workdays.map(({ day, standsFor }) => [day, standsFor]));
        await settings.put(who(request), CALENDAR_KEY, { holidays: calendar.holidays, workdays });
      }
      if (regionHours !== undefined) await settings.put(who(request), REGION_HOURS_KEY, regionHours);
      return shownGate(await settings.all());
    },
  );
}

/** As stored, or as shipped (src/compliance/calendar.ts). */
function shownGate(all: Record<string, unknown>) {
  const calendar = (all[CALENDAR_KEY] ?? CN_CALENDAR) as DayCalendar;
  const regionHours = (all[REGION_HOURS_KEY] ?? REGION_HOURS) as readonly RegionHours[];
  return {
    calendar: {
      holidays: [...calendar.holidays],
      workdays: Object.entries(calendar.workdays).map(([day, standsFor]) => ({ day, standsFor })),
    },
    regionHours: regionHours.map(({ region, legal }) => ({ region, legal })),
  };
}

function shownSettings(all: Record<string, unknown>) {
  const zone = all[TIME_ZONE_KEY];
  const numbers = NUMBER_FIELDS.map((field) => {
    const [key, shipped] = NUMBERS[field];
    const value = all[key];
    return [field, typeof value === 'number' ? value : shipped];
  });
  return {
    timeZone: typeof zone === 'string' ? zone : DEFAULT_ZONE,
    ...(Object.fromEntries(numbers) as Record<NumberField, number>),
  };
}
