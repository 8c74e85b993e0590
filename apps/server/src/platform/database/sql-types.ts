import pg from 'pg';

type TextParser = (text: string) => unknown;

const { INT8, DATE } = pg.types.builtins;
/** int8[] has no name in pg. */
const INT8_ARRAY = 1016;

// Its types know only the oids that have names.
const parserOf = pg.types.getTypeParser as (oid: number, format?: string) => TextParser;

const parsers = new Map<number, TextParser>([
  [INT8, toSafeInteger],
  // A day has no time zone; a JS Date would give it one.
  [DATE, (text) => text],
  [INT8_ARRAY, (text) => parseTextArray(text).map((item) => (item === null ? null : toSafeInteger(item)))],
]);

// pg's own parser of int8[] leaves the items as strings.
const parseTextArray = parserOf(INT8_ARRAY) as (text: string) => (string | null)[];

/**
 * How SQL values become JS values: `bigint` a number (it throws beyond 2^53), `date` the string "2026-11-21",
 * `timestamptz` a Date, `numeric` a string, `json` what it holds.
 */
export const sqlTypes: pg.CustomTypesConfig = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): TextParser {
    const ours = format === 'binary' ? undefined : parsers.get(oid);
    return ours ?? parserOf(oid, format);
  },
};

function toSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint out of JS range: ${text}`);
  return value;
}
