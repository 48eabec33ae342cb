import { pipeline, type Readable, Transform } from 'node:stream';
import { ApiError } from './errors.ts';

/** The same stream, broken off with `too_large` after `mostBytes`; a fault of the source goes on to the reader. */
export function limited(source: Readable, mostBytes: number): Readable {
  let bytes = 0;
  const gate = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > mostBytes) done(new ApiError('too_large'));
      else done(null, chunk);
    },
  });
  // The reader hears of a fault through the gate itself.
  return pipeline(source, gate, () => undefined);
}
