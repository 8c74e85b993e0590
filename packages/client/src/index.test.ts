import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as door from './index.ts';

test('the public surface is', () => {
  expect(Object.keys(door).sort()).toEqual([
    'CLIENT_ERROR_CODES',
    'ClientError',
    'DEFAULT_BACKOFF',
    'DEFAULT_CLIENT_LIMITS',
    'LINE_LOSS_CODES',
    'browserSocket',
    'createClient',
    'standardSocket',
  ]);
});

test('docs/errors/client.md lists every code with its sentence, and no other', () => {
  const document = readFileSync(new URL('../../../docs/errors/client.md', import.meta.url), 'utf8');
  const rows = [...document.matchAll(/^\| `(\w+)` +\| (.+?) +\|/gm)].map(([, code, text]) => [code, text]);
  expect(Object.fromEntries(rows)).toEqual({ ...door.CLIENT_ERROR_CODES, ...door.LINE_LOSS_CODES });
});
