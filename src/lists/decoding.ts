import { TextDecoder } from 'node:util';

export const ENCODINGS = ['utf-8', 'gb18030', 'utf-16le'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Put by a decoder in place of bytes that are no character. */
export const UNREADABLE = '\ufffd';

/** So many first bytes tell the encoding. */
const LOOKED_AT = 64 * 1024;

/**
 * Bytes → text, without a byte order mark. Unless one is forced, the encoding is that of the mark, else UTF-8 if the
 * first bytes are that, else GB18030.
 */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, forced?: Encoding): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let first: Uint8Array = new Uint8Array();
  for await (const chunk of bytes) {
    if (decoder !== undefined) {
      yield decoder.decode(chunk, { stream: true });
      continue;
    }
    first = Buffer.concat([first, chunk]);
    if (first.length < LOOKED_AT) continue;
    decoder = new TextDecoder(forced ?? detect(first));
    yield decoder.decode(first, { stream: true });
  }
  if (decoder === undefined) yield new TextDecoder(forced ?? detect(first)).decode(first);
  else yield decoder.decode();
}

function detect(first: Uint8Array): Encoding {
  if (first[0] === 0xff && first[1] === 0xfe) return 'utf-16le';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(first, { stream: true });
    return 'utf-8';
  } catch {
    return 'gb18030';
  }
}
