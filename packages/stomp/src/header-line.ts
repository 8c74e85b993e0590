import { BACKSLASH } from './bytes.ts';
import type { StompVersion } from './frame.ts';
import { HAS_BACKSLASH, HAS_NON_ASCII } from './line-reader.ts';
import type { LineReader } from './line-reader.ts';
import { readPlainText } from './plain-text.ts';
import { StompError } from './stomp-error.ts';
import { decodeUtf8 } from './text.ts';

/** Which escape sequences a header may have: none, those of STOMP 1.1, or those of STOMP 1.2. */
export type EscapeRule = StompVersion;

/**
 * The escapes of a frame. CONNECT and CONNECTED have none in any version, so that peers of all versions
 * can read them (STOMP 1.2 "Value Encoding"); nor has STOMP, which is CONNECT by another name and comes
 * before there is a version too.
 */
export function escapeRuleOf(command: string, version: StompVersion): EscapeRule {
  return command === 'CONNECT' || command === 'CONNECTED' || command === 'STOMP' ? '1.0' : version;
}

/** Reads the line as a command. */
export function readCommand(line: LineReader): string {
  return readText(line, line.start, line.end);
}

/** Reads the line as a header into `headers`, where an earlier one of the same name stays (it wins). */
export function readHeader(line: LineReader, rule: EscapeRule, headers: Record<string, string>): void {
  const { start, colon, end } = line;
  if (colon < 0) throw new StompError('header_without_colon');
  if (colon === start) throw new StompError('empty_header_name');
  let name = readText(line, start, colon);
  let value = readText(line, colon + 1, end);
  if (rule !== '1.0' && (line.kinds & HAS_BACKSLASH) !== 0) {
    name = unescaped(name, rule);
    value = unescaped(value, rule);
  }
  headers[name] ??= value;
}

function readText(line: LineReader, start: number, end: number): string {
  return (line.kinds & HAS_NON_ASCII) === 0
    ? readPlainText(line.bytes, start, end)
    : decodeUtf8(line.bytes, start, end);
}

/** STOMP 1.2 "Value Encoding": an undefined sequence is a fatal protocol error. */
function unescaped(text: string, rule: EscapeRule): string {
  let plain = '';
  let copiedTo = 0;
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', copiedTo)) {
    plain += text.slice(copiedTo, at) + meaningOf(text.charCodeAt(at + 1), rule);
    copiedTo = at + 2;
  }
  return copiedTo === 0 ? text : plain + text.slice(copiedTo);
}

function meaningOf(letter: number, rule: EscapeRule): string {
  if (letter === 0x63) return ':';
  if (letter === 0x6e) return '\n';
  if (letter === BACKSLASH) return '\\';
  if (letter === 0x72 && rule === '1.2') return '\r';
  throw new StompError('undefined_escape');
}
