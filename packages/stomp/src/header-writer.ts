import { BACKSLASH, COLON, CR, LF, NUL } from './bytes.ts';
import type { EscapeRule } from './header-line.ts';
import { StompError } from './stomp-error.ts';
import { writeCodePoint } from './utf8-writer.ts';

const REFUSED = 0xff;

/** What a letter below 0x80 becomes: 0 itself, `REFUSED`, else a backslash and this letter. */
export type EscapeTable = Uint8Array;

/** The tables for names and values under a rule. */
interface EscapeTables {
  readonly name: EscapeTable;
  readonly value: EscapeTable;
}

const NAME_TABLES = { '1.0': escapeTable('1.0'), '1.1': escapeTable('1.1'), '1.2': escapeTable('1.2') };
const VALUE_TABLES = { ...NAME_TABLES, '1.0': escapeTable('1.0') };
// Without escapes the first colon ends the name, so that later ones are the value's.
VALUE_TABLES['1.0'][COLON] = 0;

const TABLES: Readonly<Record<EscapeRule, EscapeTables>> = {
  '1.0': { name: NAME_TABLES['1.0'], value: VALUE_TABLES['1.0'] },
  '1.1': { name: NAME_TABLES['1.1'], value: VALUE_TABLES['1.1'] },
  '1.2': { name: NAME_TABLES['1.2'], value: VALUE_TABLES['1.2'] },
};

/**
 * The tables of a rule. What it cannot write is refused, never dropped or
 * passed through: a line feed let through would let whoever chose the value write headers of its own.
 */
export function escapeTablesOf(rule: EscapeRule): EscapeTables {
  return TABLES[rule];
}

/**
 * Writes text, escaped by `table`, at `at` of `out`, which has room for three bytes a letter.
 * @returns the index after it.
 * @throws StompError `unencodable_header`
 */
export function writeHeaderText(text: string, table: EscapeTable, out: Uint8Array, start: number): number {
  let at = start;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0x80) {
      const codePoint = text.codePointAt(index) ?? unit;
      if (codePoint > 0xffff) index += 1;
      at = writeCodePoint(codePoint, out, at);
      continue;
    }
    const escape = table[unit] ?? 0;
    if (escape === 0) {
      out[at] = unit;
      at += 1;
    } else if (escape === REFUSED) {
      throw new StompError('unencodable_header');
    } else {
      out[at] = BACKSLASH;
      out[at + 1] = escape;
      at += 2;
    }
  }
  return at;
}

function escapeTable(rule: EscapeRule): EscapeTable {
  const table = new Uint8Array(0x80);
  for (const letter of [NUL, LF, CR, COLON]) table[letter] = REFUSED;
  if (rule === '1.0') return table;
  table[LF] = 'n'.charCodeAt(0);
  table[COLON] = 'c'.charCodeAt(0);
  table[BACKSLASH] = BACKSLASH;
  if (rule === '1.2') table[CR] = 'r'.charCodeAt(0);
  return table;
}
