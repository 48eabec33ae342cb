import { writeFileSync } from 'node:fs';

/** Telephone audio: 8,000 samples a second, 16 bit, one channel. */
export const SAMPLE_RATE = 8_000;

/** The far ends' voices, so that a recording proves who heard whom (scripts/asterisk/README.md). */
export const TONE = { customer: 440, agent: 700, announcement: 950, message: 1_000, beep: 1_400 } as const;

/** A part of a sound: `hz` for `ms`; 0 Hz is silence. */
export interface Part {
  hz: number;
  ms: number;
}

/** What an abandoned customer hears unless the regime has its own words: a rising chime, then the 1 kHz marker for 1 s. */
export const ABANDONED_MESSAGE: readonly Part[] = [
  { hz: 523, ms: 150 },
  { hz: 659, ms: 150 },
  { hz: 0, ms: 100 },
  { hz: TONE.message, ms: 1_000 },
  { hz: 0, ms: 100 },
];

/** Debian ships no music: a quiet broken chord, so that holding does not sound like a dead line. */
export const HOLD_MUSIC: readonly Part[] = [262, 330, 392, 330].flatMap((hz) => [
  { hz, ms: 400 },
  { hz: 0, ms: 600 },
]);

/** Samples of the parts one after another, at -12 dB, each faded over 5 ms so that it does not click. */
export function samples(parts: readonly Part[]): Int16Array {
  const fade = SAMPLE_RATE * 0.005;
  const chunks = parts.map(({ hz, ms }) => {
    const count = Math.round((SAMPLE_RATE * ms) / 1_000);
    return Int16Array.from({ length: count }, (_, i) => {
      const edge = Math.min(1, i / fade, (count - 1 - i) / fade);
      return Math.round(8_000 * edge * Math.sin((2 * Math.PI * hz * i) / SAMPLE_RATE));
    });
  });
  const whole = new Int16Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** RIFF/WAVE, PCM 16 bit, 8 kHz, mono: what Asterisk's format_wav reads. */
export function wav(pcm: Int16Array): Buffer {
  const data = Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(SAMPLE_RATE, 24);
  head.writeUInt32LE(SAMPLE_RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

/** ITU-T G.711 A-law of one sample. */
export function alaw(sample: number): number {
  const sign = sample >= 0 ? 0x80 : 0;
  let magnitude = Math.min(32_635, sample >= 0 ? sample : -sample - 1);
  let exponent = 7;
  for (let mask = 0x4000; (magnitude & mask) === 0 && exponent > 0; mask >>= 1) exponent -= 1;
  magnitude = (magnitude >> (exponent === 0 ? 4 : exponent + 3)) & 0x0f;
  return (sign | (exponent << 4) | magnitude) ^ 0x55;
}

/** ITU-T G.711 µ-law of one sample. */
export function ulaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const magnitude = Math.min(32_635, Math.abs(sample)) + 132;
  let exponent = 7;
  for (let mask = 0x4000; (magnitude & mask) === 0 && exponent > 0; mask >>= 1) exponent -= 1;
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}

/** Writes `<base>.wav`, `.alaw` and `.ulaw`, so that no leg needs transcoding. */
export function writeSound(base: string, parts: readonly Part[]): void {
  const pcm = samples(parts);
  writeFileSync(`${base}.wav`, wav(pcm));
  writeFileSync(`${base}.alaw`, Buffer.from(Array.from(pcm, alaw)));
  writeFileSync(`${base}.ulaw`, Buffer.from(Array.from(pcm, ulaw)));
}
