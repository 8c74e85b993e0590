import { test } from 'vitest';
import { expectDocumented } from '../testing/documented-errors.ts';
import { addressErrors } from './address-errors.ts';

test('docs/errors/addresses.md lists every error as it is', () => {
  expectDocumented('docs/errors/addresses.md', addressErrors);
});
