import { COLON, LF, NO_BYTES, NUL } from './bytes.ts';
import { announcedLength } from './content-length.ts';
import type { DecoderLimits } from './decoder-limits.ts';
import type { Frame } from './frame.ts';
import { HeaderBag } from './header-bag.ts';
import { KIND_OF_BYTE } from './line-reader.ts';
import { readPlainText } from './plain-text.ts';
import { readDestination } from './recent-destinations.ts';

/** Where the frame that was read last ends: a second answer, for which no object is made. */
let end = 0;

/** The index after the frame that `readWholeFrame` answered last. */
export function endOfWholeFrame(): number {
  return end;
}

/**
 * Reads the frame that begins at `start`, if it lies whole in the chunk and its head is plain: of ASCII,
 * without escapes and carriage returns. Nearly every frame is so, and needs nothing to be remembered.
 *
 * Answers undefined for every other frame, those that break a rule or a limit among them: which rule that
 * is, `FrameReader` has to say.
 */
export function readWholeFrame(chunk: Uint8Array, start: number, limits: DecoderLimits): Frame | undefined {
  let at = skipPlain(chunk, start, start + limits.maxCommandBytes);
  if (chunk[at] !== LF) return undefined;
  const command = readPlainText(chunk, start, at);
  const headers: Record<string, string> = new HeaderBag();
  at += 1;
  for (let count = 0; chunk[at] !== LF; count += 1) {
    const mostEnd = at + limits.maxHeaderLineBytes;
    const colon = skipPlain(chunk, at, mostEnd);
    if (colon === at || chunk[colon] !== COLON || count === limits.maxHeaderCount) return undefined;
    let lineEnd = colon;
    do lineEnd = skipPlain(chunk, lineEnd + 1, mostEnd);
    while (chunk[lineEnd] === COLON);
    if (chunk[lineEnd] !== LF || lineEnd > mostEnd) return undefined;
    const name = readPlainText(chunk, at, colon);
    headers[name] ??=
      name === 'destination'
        ? readDestination(chunk, colon + 1, lineEnd)
        : readPlainText(chunk, colon + 1, lineEnd);
    at = lineEnd + 1;
  }
  const bodyAt = at + 1;
  if (bodyAt - start >= limits.maxFrameBytes) return undefined;
  const length = announcedLength(headers);
  const nulAt = length < 0 ? chunk.indexOf(NUL, bodyAt) : bodyAt + length;
  // No byte is at NaN, where an invalid content-length leads.
  if (nulAt < 0 || nulAt - start >= limits.maxFrameBytes || chunk[nulAt] !== NUL) return undefined;
  end = nulAt + 1;
  return { command, headers, body: bodyAt === nulAt ? NO_BYTES : chunk.subarray(bodyAt, nulAt) };
}

/** The index of the first byte from `start` on that is not plain; `mostEnd` at most. */
function skipPlain(chunk: Uint8Array, start: number, mostEnd: number): number {
  const scanEnd = Math.min(chunk.length, mostEnd);
  let at = start;
  while (at < scanEnd && KIND_OF_BYTE[chunk[at] ?? NUL] === 0) at += 1;
  return at;
}
