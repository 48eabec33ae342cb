import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  deviceLike,
  floorMidnight,
  floorZone,
  fromDeviceLike,
  instantOf,
  setFloorZone,
  wallOf,
} from '../../../web/src/i18n/floor-time.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  setFloorZone('Asia/Shanghai');
});

const at = (iso: string): number => Date.parse(iso);

describe('the floor’s time', () => {
  it('is the floor’s, whatever zone the device believes to be in', () => {
    for (const device of ['America/New_York', 'Asia/Shanghai', 'Pacific/Auckland']) {
      vi.stubEnv('TZ', device);
      // 00:30 in Shanghai is still the day before in New York.
      const now = at('2026-03-04T16:30:00Z');
      expect(new Date(floorMidnight(now)).toISOString()).toBe('2026-03-04T16:00:00.000Z');
      const shown = deviceLike(now);
      expect([shown.getMonth() + 1, shown.getDate(), shown.getHours(), shown.getMinutes()]).toEqual([3, 5, 0, 30]);
      expect(fromDeviceLike(shown)).toBe(now);
    }
  });

  it('goes there and back over the changes of summer time', () => {
    setFloorZone('America/New_York');
    for (const iso of ['2026-03-08T06:59:00Z', '2026-03-08T07:01:00Z', '2026-07-01T12:00:00Z', '2026-11-01T12:00:00Z'])
      expect(new Date(instantOf(wallOf(at(iso)))).toISOString()).toBe(new Date(at(iso)).toISOString());
    expect(new Date(floorMidnight(at('2026-03-08T20:00:00Z'))).toISOString()).toBe('2026-03-08T05:00:00.000Z');
    expect(new Date(floorMidnight(at('2026-11-01T20:00:00Z'))).toISOString()).toBe('2026-11-01T04:00:00.000Z');
  });

  it('stays as it was when the browser does not know the zone', () => {
    setFloorZone('Nowhere/Land');
    expect(floorZone()).toBe('Asia/Shanghai');
    expect(wallOf(at('2026-03-04T16:00:00Z'))).toBe(at('2026-03-05T00:00:00Z'));
  });
});
