import { readFileSync } from 'node:fs';
import { SAMPLE_RATE, TONE } from './tones.ts';

/** For how long each tone was heard in a recording, milliseconds. */
export interface Heard {
  customerMs: number;
  agentMs: number;
  messageMs: number;
  announcementMs: number;
  /** Length of the recording. */
  totalMs: number;
  /** Where the message marker began, ms from the start; undefined when it was not heard. */
  messageFromMs: number | undefined;
}

const WINDOW = SAMPLE_RATE / 20;
const WINDOW_MS = 50;
/** A window counts for a tone that carries at least this share of its energy. */
const SHARE = 0.5;
/** Below this mean square a window is silence (about -50 dBFS). */
const SILENCE = 100 * 100;

/** Measures which of our tones a recording (wav, 16 bit, 8 kHz, mono) holds and for how long. */
export function heard(file: string): Heard {
  const pcm = readWav(file);
  const found: Heard = {
    customerMs: 0,
    agentMs: 0,
    messageMs: 0,
    announcementMs: 0,
    totalMs: Math.round((pcm.length / SAMPLE_RATE) * 1_000),
    messageFromMs: undefined,
  };
  for (let at = 0; at + WINDOW <= pcm.length; at += WINDOW) {
    const window = pcm.subarray(at, at + WINDOW);
    let energy = 0;
    for (const sample of window) energy += sample * sample;
    if (energy / WINDOW < SILENCE) continue;
    const has = (hz: number): boolean => goertzel(window, hz) >= SHARE * energy;
    if (has(TONE.customer)) found.customerMs += WINDOW_MS;
    if (has(TONE.agent)) found.agentMs += WINDOW_MS;
    if (has(TONE.announcement)) found.announcementMs += WINDOW_MS;
    if (has(TONE.message)) {
      found.messageMs += WINDOW_MS;
      found.messageFromMs ??= Math.round((at / SAMPLE_RATE) * 1_000);
    }
  }
  return found;
}

/** Whether a recording is complete: Asterisk writes the length into its head when it closes the file. */
export function isClosed(file: string): boolean {
  const bytes = readFileSync(file);
  return bytes.length > 44 && bytes.readUInt32LE(40) === bytes.length - 44;
}

/** Energy of one frequency in a window, comparable with the sum of squares of the samples (Goertzel's algorithm). */
export function goertzel(window: Int16Array, hz: number): number {
  const k = 2 * Math.cos((2 * Math.PI * hz) / SAMPLE_RATE);
  let last = 0;
  let before = 0;
  for (const sample of window) {
    const next = sample + k * last - before;
    before = last;
    last = next;
  }
  const power = last * last + before * before - k * last * before;
  return (2 * power) / window.length;
}

function readWav(file: string): Int16Array {
  const bytes = readFileSync(file);
  if (bytes.toString('latin1', 0, 4) !== 'RIFF') throw new Error(`${file} is not a wav file`);
  // A file still being written has no length in its header: take what is there.
  const count = Math.max(0, Math.floor((bytes.length - 44) / 2));
  return Int16Array.from({ length: count }, (_, i) => bytes.readInt16LE(44 + i * 2));
}
