/**
 * For tests of whatever reads STOMP: every way to cut bytes into chunks, and `decodes`, which runs a case
 * through all of them. Belongs to no test runner.
 */
import { createDecoder } from './decoder.ts';
import type { DecoderOptions } from './decoder.ts';
import { StompError } from './stomp-error.ts';
import type { StompErrorCode } from './stomp-error.ts';
import { decodeText } from './text.ts';

/** What a decoder said: a frame, its body as text, or as numbers where it is not text; a line end; an error. */
export type Decoded =
  | { command: string; headers?: Record<string, string>; body?: string | number[] }
  | 'heartbeat'
  | { error: StompErrorCode };

/** One way to cut bytes. */
export interface Chunking {
  readonly title: string;
  readonly chunks: Uint8Array[];
}

/** The bytes whole, byte by byte, and cut in two at every boundary. */
export function chunkings(bytes: Uint8Array): Chunking[] {
  const cuts = Array.from(bytes.subarray(1), (_, index) => index + 1);
  return [
    { title: 'whole', chunks: [bytes.slice()] },
    { title: 'byte by byte', chunks: Array.from(bytes, (byte) => Uint8Array.of(byte)) },
    ...cuts.map((cut) => ({ title: `cut at ${cut}`, chunks: [bytes.slice(0, cut), bytes.slice(cut)] })),
  ];
}

/**
 * Decodes the chunks and ends. Each chunk is overwritten after its push, as a shared read buffer would be,
 * and each body is copied before: a decoder that relies on more shows wrong bytes.
 */
export function decodeAll(chunks: Iterable<Uint8Array>, options: DecoderOptions = {}): Decoded[] {
  const decoder = createDecoder(options);
  const decoded: Decoded[] = [];
  try {
    for (const chunk of chunks) {
      decoder.push(
        chunk,
        ({ command, headers, body }) =>
          decoded.push({ command, headers: { ...headers }, body: readable(body) }),
        () => decoded.push('heartbeat'),
      );
      chunk.fill(0xee);
    }
    decoder.end();
  } catch (error) {
    if (!(error instanceof StompError)) throw error;
    decoded.push({ error: error.code });
  }
  return decoded;
}

/** One case: `bytes`, of which a string is its UTF-8, decode to `expected`, however they are cut. */
export type Decodes = (
  title: string,
  bytes: string | Uint8Array,
  expected: Decoded[],
  options?: DecoderOptions,
) => void;

/** Makes `decodes` of a runner's `test` function. */
export function decodesWith(test: (title: string, run: () => void) => void): Decodes {
  return (title, bytes, expected, options) => {
    test(title, () => {
      const wanted = JSON.stringify(expected.map(complete));
      const input = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
      for (const chunking of chunkings(input)) {
        const got = JSON.stringify(decodeAll(chunking.chunks, options));
        if (got !== wanted) throw new Error(`${chunking.title}:\n  got    ${got}\n  wanted ${wanted}`);
      }
    });
  };
}

function complete(decoded: Decoded): Decoded {
  if (decoded === 'heartbeat' || 'error' in decoded) return decoded;
  return { command: decoded.command, headers: decoded.headers ?? {}, body: decoded.body ?? '' };
}

function readable(body: Uint8Array): string | number[] {
  try {
    return decodeText(body);
  } catch {
    return Array.from(body);
  }
}
