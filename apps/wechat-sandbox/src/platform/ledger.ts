import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ZodType } from 'zod';
import { writeFileWhole } from './write-file.ts';

/**
 * What the sandbox must remember over a restart: a few tables in memory, each change appended to one file as
 * a line of JSON. A line is written before `put` returns, so killing the process loses nothing; a line torn by
 * the kill is passed over. It does not survive a power cut, and need not.
 */
export interface Ledger {
  /** Opens a table once. At most `rowLimit` rows are kept; the oldest make room. */
  table<Row>(name: string, schema: ZodType<Row>, rowLimit: number): Table<Row>;
  close(): void;
}

interface Table<Row> {
  get(key: string): Row | undefined;
  put(key: string, row: Row): void;
  /** Rows in the order of their first writing. */
  rows(): Row[];
}

interface Line {
  table: string;
  key: string;
  /** Absent: the row is gone. */
  row?: unknown;
}

/** The file is rewritten when it holds this many lines more than twice the rows in it. */
const SPARE_LINES = 2_000;

export function openLedger(file: string): Ledger {
  mkdirSync(dirname(file), { recursive: true });
  const tables = readTables(file);
  let lineCount = 0;
  let descriptor = rewrite();

  function rewrite(): number {
    const lines = [...tables].flatMap(([table, rows]) =>
      [...rows].map(([key, row]) => `${JSON.stringify({ table, key, row } satisfies Line)}\n`),
    );
    writeFileWhole(file, lines.join(''), 0o600);
    lineCount = lines.length;
    return openSync(file, 'a');
  }

  function append(line: Line): void {
    writeSync(descriptor, `${JSON.stringify(line)}\n`);
    lineCount += 1;
    const rowCount = [...tables.values()].reduce((sum, rows) => sum + rows.size, 0);
    if (lineCount > 2 * rowCount + SPARE_LINES) {
      closeSync(descriptor);
      descriptor = rewrite();
    }
  }

  return {
    table(name, schema, rowLimit) {
      const rows = adopt(tables.get(name) ?? new Map<string, unknown>(), schema);
      tables.set(name, rows);
      return {
        get: (key) => rows.get(key),
        rows: () => [...rows.values()],
        put(key, row) {
          rows.set(key, row);
          append({ table: name, key, row });
          if (rows.size <= rowLimit) return;
          const [oldest] = rows.keys();
          if (oldest === undefined) return;
          rows.delete(oldest);
          append({ table: name, key: oldest });
        },
      };
    },
    close: () => closeSync(descriptor),
  };
}

function readTables(file: string): Map<string, Map<string, unknown>> {
  const tables = new Map<string, Map<string, unknown>>();
  if (!existsSync(file)) return tables;
  for (const text of readFileSync(file, 'utf8').split('\n')) {
    const line = readLine(text);
    if (!line) continue;
    const rows = tables.get(line.table) ?? new Map<string, unknown>();
    tables.set(line.table, rows);
    if (line.row === undefined) rows.delete(line.key);
    else rows.set(line.key, line.row);
  }
  return tables;
}

function readLine(text: string): Line | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isLine(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isLine(value: unknown): value is Line {
  return typeof value === 'object' && value !== null && 'table' in value && 'key' in value;
}

/** Rows of an older shape are let go: nobody's money is in them. */
function adopt<Row>(stored: Map<string, unknown>, schema: ZodType<Row>): Map<string, Row> {
  const rows = new Map<string, Row>();
  for (const [key, row] of stored) {
    const parsed = schema.safeParse(row);
    if (parsed.success) rows.set(key, parsed.data);
  }
  return rows;
}
