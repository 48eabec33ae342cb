import { locale } from './index.ts';

/** `4:05`, `1:00:09`; never negative. */
export function clockText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
}

/** Time of the day, with the date when it is not today. */
export function timeText(at: string | number): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString(locale(), { hour: '2-digit', minute: '2-digit', hour12: false });
  if (date.toDateString() === new Date().toDateString()) return time;
  return `${date.toLocaleDateString(locale(), { month: '2-digit', day: '2-digit' })} ${time}`;
}

export function percentText(share: number, digits = 2): string {
  return `${(share * 100).toFixed(digits)}%`;
}
