import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { STOMP_ERROR_CODES } from '@carillon/stomp';
import { DISCONNECT_REASONS } from './disconnect.ts';
import { MESSAGING_ERRORS, MessagingError } from './errors.ts';

const document = readFileSync(new URL('../../../../docs/errors/messaging.md', import.meta.url), 'utf8');

/** The rows of a table of the document: its first two cells, without back-ticks. */
function rowsBelow(heading: string): string[][] {
  const section = document.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  const rows = section.split('\n').filter((line) => /^\| `?\w+`? +\|/.test(line) && line.includes('`'));
  return rows.map((row) =>
    row
      .split('|')
      .map((cell) => cell.trim().replaceAll('`', ''))
      .slice(1, 3),
  );
}

describe('docs/errors/messaging.md', () => {
  test('explains every error code, and none that is not there', () => {
    const coded = Object.entries(MESSAGING_ERRORS).map(([code, { disconnect }]) => [
      code,
      String(DISCONNECT_REASONS[disconnect].code),
    ]);
    expect(rowsBelow('Error codes').toSorted()).toEqual(coded.toSorted());
  });

  test('explains every disconnect code, and none that is not there', () => {
    const coded = Object.values(DISCONNECT_REASONS).map(({ code, reason }) => [String(code), reason]);
    expect(rowsBelow('Disconnect codes').toSorted()).toEqual(coded.toSorted());
  });
});

describe('an error', () => {
  test('has a code that the codec has not', () => {
    expect(Object.keys(MESSAGING_ERRORS).filter((code) => code in STOMP_ERROR_CODES)).toEqual([]);
  });

  test('repeats what a client sent without what would break a header or a log', () => {
    const { message } = new MessagingError('duplicate_id', `a\nb\0c${'d'.repeat(500)}`);
    expect(message).toContain('(a b cd');
    expect(message.length).toBeLessThan(320);
  });
});
