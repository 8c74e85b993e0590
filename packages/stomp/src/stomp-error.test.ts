import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { STOMP_ERROR_CODES, StompError } from './stomp-error.ts';

const document = readFileSync(new URL('../../../docs/errors/stomp.md', import.meta.url), 'utf8');

test('docs/errors/stomp.md lists every code with its sentence, and no other', () => {
  const rows = [...document.matchAll(/^\| `(\w+)` +\| (.+?) +\|/gm)].map(([, code, sentence]) => [
    code,
    sentence,
  ]);
  expect(Object.fromEntries(rows)).toEqual(STOMP_ERROR_CODES);
  expect(rows).toHaveLength(Object.keys(STOMP_ERROR_CODES).length);
});

test('an error tells its code and sentence', () => {
  const error = new StompError('truncated');
  expect(error).toMatchObject({
    name: 'StompError',
    code: 'truncated',
    message: STOMP_ERROR_CODES.truncated,
  });
});
