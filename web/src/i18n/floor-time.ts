/**
 * The floor has one time zone (RULES.md "Figures"); a page shows that one, wherever its device believes to be. A "wall" time
 * is what the floor's clock shows, as milliseconds of a UTC that shows the same.
 */
let zone = 'Asia/Shanghai';
let reader = makeReader();

function makeReader(): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', era: 'short' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
}

/** As the service tells it with the session; one that this browser does not know changes nothing. */
export function setFloorZone(name: string): void {
  const before = zone;
  try {
    zone = name;
    reader = makeReader();
  } catch {
    zone = before;
  }
}

export function floorZone(): string {
  return zone;
}

/** `at`: ms since the epoch. */
export function wallOf(at: number): number {
  const parts = Object.fromEntries(reader.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** When the floor's clock shows it, ms since the epoch; an hour that is skipped is read as the one after it. */
export function instantOf(wall: number): number {
  const first = wall - (wallOf(wall) - wall);
  return wall - (wallOf(first) - first);
}

/** The floor's last midnight, ms since the epoch. */
export function floorMidnight(now: number): number {
  const wall = new Date(wallOf(now));
  return instantOf(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()));
}

/** For a calendar that counts in the device's own time: a moment whose device time reads as the floor's does. */
export function deviceLike(at: number): Date {
  const wall = new Date(wallOf(at));
  return new Date(
    ...([wall.getUTCFullYear(), wall.getUTCMonth(), wall.getUTCDate()] as const),
    ...([wall.getUTCHours(), wall.getUTCMinutes()] as const),
  );
}

/** The way back from `deviceLike`, ms since the epoch. */
export function fromDeviceLike(date: Date): number {
  return instantOf(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate(), date.getHours(), date.getMinutes()));
}
