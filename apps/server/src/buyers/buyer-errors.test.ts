import { test } from 'vitest';
import { expectDocumented } from '../testing/documented-errors.ts';
import { buyerErrors } from './buyer-errors.ts';

test('the errors of buyers are documented as they are', () => {
  expectDocumented('docs/errors/buyers.md', buyerErrors);
});
