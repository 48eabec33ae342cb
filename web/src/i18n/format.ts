import { floorZone, wallOf } from './floor-time.ts';
import { locale } from './index.ts';

const DAY_MS = 86_400_000;

/** `4:05`, `1:00:09`; never negative. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
}

/** Time of the floor's day, with the date when it is not today. */
export function timeText(at: string | number): string {
  const ms = new Date(at).getTime();
  const timeZone = floorZone();
  const time = new Date(ms).toLocaleTimeString(locale(), {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
  const day = (when: number): number => Math.floor(wallOf(when) / DAY_MS);
  if (day(ms) === day(Date.now())) return time;
  return `${new Date(ms).toLocaleDateString(locale(), { timeZone, month: '2-digit', day: '2-digit' })} ${time}`;
}

export function percentText(share: number, digits = 2): string {
  return `${(share * 100).toFixed(digits)}%`;
}
