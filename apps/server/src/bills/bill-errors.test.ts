import { test } from 'vitest';
import { expectDocumented } from '../testing/documented-errors.ts';
import { billErrors } from './bill-errors.ts';

test('every refusal of the bills domain is documented', () => {
  expectDocumented('docs/errors/bills.md', billErrors);
});
