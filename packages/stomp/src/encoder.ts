import { COLON, DIGIT_0, LF, NUL } from './bytes.ts';
import type { StompVersion } from './frame.ts';
import { escapeRuleOf } from './header-line.ts';
import type { EscapeRule } from './header-line.ts';
import { escapeTablesOf, writeHeaderText } from './header-writer.ts';
import type { EscapeTable } from './header-writer.ts';
import { reserve, take } from './slab.ts';
import { StompError } from './stomp-error.ts';
import { MAX_BYTES_PER_UNIT, encodeText, writeUtf8, writeUtf8Portably } from './utf8-writer.ts';

/** A frame to be written. */
export interface OutgoingFrame {
  readonly command: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

const CONTENT_LENGTH = 'content-length';

/** `content-length:` with its digits and line end, the line feed after the head and the closing NUL. */
const OVERHEAD_BYTES = 40;

/** A string body from here on is measured before memory is taken: at three bytes a letter too much is wasted. */
const MEASURED_BODY_LENGTH = 512;

/**
 * Writes a frame as bytes. Headers go out in the order of the object; `content-length` is the encoder's
 * own: it is written when there is a body, whatever the headers say.
 *
 * The bytes are the caller's for good, but they may be a view on memory shared with other frames: send the
 * view, never its `buffer` (where an ArrayBuffer is asked for: `bytes.slice().buffer`).
 * @throws StompError `unencodable_command` or `unencodable_header` for what `version` cannot write:
 * NUL in any, CR before 1.2, LF in 1.0, and CR and LF in CONNECT and CONNECTED, which have no escapes.
 */
export function encodeFrame(frame: OutgoingFrame, version: StompVersion = '1.2'): Uint8Array<ArrayBuffer> {
  const { command, headers } = frame;
  const body =
    typeof frame.body === 'string' && frame.body.length > MEASURED_BODY_LENGTH
      ? encodeText(frame.body)
      : frame.body;
  const { memory, offset } = reserve(mostBytes(command, headers, body));
  const rest = { headers, body, escapeRule: escapeRuleOf(command, version) };
  return take(memory, offset, writeRest(rest, memory, writeCommand(command, memory, offset)));
}

/** What of a MESSAGE comes after its command and the headers that somebody else has written. */
export interface MessageRest {
  readonly headers: Readonly<Record<string, string>>;
  /** The name of a header that was written already. */
  readonly without: string | undefined;
  readonly body: Uint8Array;
}

/** So many bytes `writeMessageRest` needs at most. */
export function mostMessageRestBytes({ headers, body }: MessageRest): number {
  return mostBytes('', headers, body);
}

/**
 * Writes the rest of a MESSAGE: its other headers, content-length, body and NUL. For servers that put frames
 * together in memory of their own.
 * @param at where in `out` it begins; there is room for `mostMessageRestBytes`
 * @returns the index after it.
 * @throws StompError `unencodable_header`, as `encodeFrame`
 */
export function writeMessageRest(
  { headers, without, body }: MessageRest,
  version: StompVersion,
  { out, at }: { out: Uint8Array; at: number },
): number {
  return writeRest({ headers, without, body, escapeRule: version }, out, at);
}

interface Rest {
  readonly headers: OutgoingFrame['headers'];
  readonly without?: string | undefined;
  readonly body: Uint8Array | string | undefined;
  readonly escapeRule: EscapeRule;
}

function writeRest({ headers, without, body, escapeRule }: Rest, out: Uint8Array, start: number): number {
  const tables = escapeTablesOf(escapeRule);
  let at = start;
  for (const name in headers) {
    const value = headers[name];
    if (name === CONTENT_LENGTH || name === without || value === undefined) continue;
    if (name === '') throw new StompError('unencodable_header');
    at = writeHeader(name, value, tables, out, at);
  }
  at = body === undefined || body.length === 0 ? writeByte(LF, out, at) : writeBody(body, out, at);
  return writeByte(NUL, out, at);
}

function mostBytes(
  command: string,
  headers: OutgoingFrame['headers'],
  body: Uint8Array | string | undefined,
): number {
  let units = command.length;
  for (const name in headers) units += name.length + (headers[name] ?? '').length + 1;
  const bodyBytes = typeof body === 'string' ? body.length * MAX_BYTES_PER_UNIT : (body?.length ?? 0);
  return units * MAX_BYTES_PER_UNIT + bodyBytes + OVERHEAD_BYTES;
}

function writeCommand(command: string, out: Uint8Array, start: number): number {
  let at = start;
  for (let index = 0; index < command.length; index += 1) {
    const letter = command.charCodeAt(index);
    if (letter <= 0x20 || letter > 0x7e) throw new StompError('unencodable_command');
    out[at] = letter;
    at += 1;
  }
  if (at === start) throw new StompError('unencodable_command');
  return writeByte(LF, out, at);
}

function writeHeader(
  name: string,
  value: string,
  tables: { name: EscapeTable; value: EscapeTable },
  out: Uint8Array,
  start: number,
): number {
  const colonAt = writeHeaderText(name, tables.name, out, start);
  out[colonAt] = COLON;
  return writeByte(LF, out, writeHeaderText(value, tables.value, out, colonAt + 1));
}

/** Writes the content-length header, the end of the head, and the body. */
function writeBody(body: Uint8Array | string, out: Uint8Array, start: number): number {
  const digitsAt = writeByte(COLON, out, writeUtf8Portably(CONTENT_LENGTH, out, start));
  // A string's length is that of its bytes as long as it is ASCII; else the number is mended afterwards.
  const bodyAt = writeHeadEnd(body.length, out, digitsAt);
  if (typeof body !== 'string') {
    out.set(body, bodyAt);
    return bodyAt + body.length;
  }
  const end = writeUtf8(body, out, bodyAt);
  const length = end - bodyAt;
  if (length === body.length) return end;
  const shift = digitCount(length) - digitCount(body.length);
  if (shift > 0) out.copyWithin(bodyAt + shift, bodyAt, end);
  writeHeadEnd(length, out, digitsAt);
  return end + shift;
}

function writeHeadEnd(length: number, out: Uint8Array, start: number): number {
  const end = start + digitCount(length);
  let rest = length;
  for (let at = end - 1; at >= start; at -= 1) {
    out[at] = DIGIT_0 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  return writeByte(LF, out, writeByte(LF, out, end));
}

function digitCount(value: number): number {
  let digits = 1;
  for (let bound = 10; value >= bound; bound *= 10) digits += 1;
  return digits;
}

function writeByte(byte: number, out: Uint8Array, at: number): number {
  out[at] = byte;
  return at + 1;
}
