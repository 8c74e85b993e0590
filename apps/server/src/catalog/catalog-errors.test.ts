import { test } from 'vitest';
import { expectDocumented } from '../testing/documented-errors.ts';
import { catalogErrors } from './catalog-errors.ts';

test('docs/errors/catalog.md lists every error as it is', () => {
  expectDocumented('docs/errors/catalog.md', catalogErrors);
});
