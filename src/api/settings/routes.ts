import type { FastifyInstance } from 'fastify';
import { CN_CALENDAR, REGION_HOURS } from '../../compliance/calendar.ts';
import type { DayCalendar, RegionHours } from '../../dialer/ports.ts';
import { who } from '../access.ts';
import type { ApiDeps } from '../deps.ts';
import { ApiError } from '../errors.ts';
import { answers } from '../schemas.ts';
import { shown } from '../shown.ts';
import { typed } from '../typed.ts';
import { FloorSettings, GateChange, GateSettings, Settings } from './schema.ts';

const DEFAULT_ZONE = 'Asia/Shanghai';
export const TIME_ZONE_KEY = 'floor.timeZone';
/** Read by src/db/gate-columns.ts. */
const CALENDAR_KEY = 'gate.calendar';
const REGION_HOURS_KEY = 'gate.regionHours';
const CALL_BACK_OVERDUE_KEY = 'callBack.overdueMinutes';
/** RULES.md "Call-backs". */
const DEFAULT_OVERDUE_MINUTES = 30;

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
      const { timeZone, callBackOverdueMinutes } = request.body;
      if (!isZone(timeZone)) {
        const wanted = 'the IANA name of a time zone, like Asia/Shanghai';
        throw new ApiError('invalid', { details: [{ field: 'timeZone', came: shown('timeZone', timeZone), wanted }] });
      }
      await settings.put(who(request), TIME_ZONE_KEY, timeZone);
      if (callBackOverdueMinutes !== undefined)
        await settings.put(who(request), CALL_BACK_OVERDUE_KEY, callBackOverdueMinutes);
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
  const minutes = all[CALL_BACK_OVERDUE_KEY];
  return {
    timeZone: typeof zone === 'string' ? zone : DEFAULT_ZONE,
    callBackOverdueMinutes: typeof minutes === 'number' ? minutes : DEFAULT_OVERDUE_MINUTES,
  };
}

/** Only names: an offset like +08:00 knows no change of the clock. */
function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
