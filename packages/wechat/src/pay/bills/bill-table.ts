import { WeChatError } from '../../errors/wechat-error.ts';

/** One line of a bill, by the names of its columns. */
export type BillCells = ReadonlyMap<string, string>;

/** A bill as a table: its rows, and the one line that sums them up. */
export interface BillTable {
  readonly rows: readonly BillCells[];
  readonly summary: BillCells;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * Takes a bill apart: UTF-8 with or without a byte order mark, a header, rows, a second header that begins with
 * `summaryBegins`, and its one line of values. Every value has a backtick in front, and so lines are cut at
 * comma and backtick: names of products hold commas of their own. Throws `wechat_bill_unreadable`, with the line.
 */
export function readBillTable(bytes: Uint8Array, summaryBegins: string): BillTable {
  const lines = decode(bytes)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  const summaryAt = lines.findIndex((line) => namesIn(line)[0] === summaryBegins);
  const [header] = lines;
  const summaryHeader = lines[summaryAt];
  if (header === undefined || summaryHeader === undefined || summaryAt === 0) {
    throw unreadableBill(`The bill has no header, or no summary (${summaryBegins})`);
  }
  if (lines.length !== summaryAt + 2) {
    throw unreadableBill('The bill does not end with one line after the header of its summary');
  }
  const names = namesIn(header);
  return {
    rows: lines.slice(1, summaryAt).map((line, index) => cellsIn(line, names, index + 2)),
    summary: cellsIn(lines[summaryAt + 1] ?? '', namesIn(summaryHeader), summaryAt + 2),
  };
}

export function unreadableBill(what: string): WeChatError {
  return new WeChatError('wechat_bill_unreadable', `${what}.`);
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw unreadableBill('The bill is not UTF-8');
  }
}

/** Headers come with backticks or without. */
function namesIn(line: string): string[] {
  return line.split(',').map((name) => name.replace(/^`/, '').trim());
}

function cellsIn(line: string, names: readonly string[], lineNumber: number): BillCells {
  const values = line.replace(/^`/, '').split(',`');
  if (!line.startsWith('`') || values.length !== names.length) {
    const counted = `${values.length} values for ${names.length} columns`;
    throw unreadableBill(`Line ${lineNumber} of the bill has ${counted}`);
  }
  return new Map(names.map((name, index) => [name, values[index]?.trim() ?? '']));
}
