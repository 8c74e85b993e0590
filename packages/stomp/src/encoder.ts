import { COLON, DIGIT_0, LF, NUL } from './bytes.ts';
import type { StompVersion } from './frame.ts';
import { escapeRuleOf } from './header-line.ts';
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
  const tables = escapeTablesOf(escapeRuleOf(command, version));
  let at = writeCommand(command, memory, offset);
  for (const name in headers) {
    const value = headers[name];
    if (name === CONTENT_LENGTH || value === undefined) continue;
    if (name === '') throw new StompError('unencodable_header');
    at = writeHeader(name, value, tables, memory, at);
  }
  at = body === undefined || body.length === 0 ? writeByte(LF, memory, at) : writeBody(body, memory, at);
  memory[at] = NUL;
  return take(memory, offset, at + 1);
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
