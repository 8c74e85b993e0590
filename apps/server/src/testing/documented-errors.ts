import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { ErrorTable } from '../platform/errors.ts';

const repository = path.resolve(import.meta.dirname, '../../../..');
// Prettier pads the columns.
const ROW = /^\| `(?<code>\w+)` +\| (?<status>\d+) +\| (?<message>[^|]+) \|/gm;

/**
 * Expects a document to list exactly the errors of a table, in its order, with their statuses and messages.
 * @param document path from the repository's root; its rows read `| \`code\` | status | message | … |`.
 */
export function expectDocumented(document: string, errors: ErrorTable): void {
  const text = readFileSync(path.join(repository, document), 'utf8');
  const documented = [...text.matchAll(ROW)].map(({ groups }) => ({
    code: groups?.code,
    status: Number(groups?.status),
    message: groups?.message?.trim(),
  }));
  const defined = Object.values(errors).map(({ code, status, message }) => ({ code, status, message }));
  expect(documented).toEqual(defined);
}
