import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { expectDocumented } from '../testing/documented-errors.ts';
import { DATABASE_ERROR_CODES } from './database/database-errors.ts';
import { platformErrors } from './platform-errors.ts';

const DOCUMENT = 'docs/errors/platform.md';

it('lists what any route may answer in docs/errors/platform.md, as it is', () => {
  expectDocumented(DOCUMENT, platformErrors);
});

it('lists what only the operator sees there too', () => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../../../..', DOCUMENT), 'utf8');
  const [, ofTheDatabase = ''] = text.split('\n## Of the database');
  const listed = [...ofTheDatabase.matchAll(/^\| `(\w+)`/gm)].map(([, code]) => code);
  expect(listed).toEqual([...DATABASE_ERROR_CODES]);
});
