import { test } from 'vitest';
import { expectDocumented } from '../testing/documented-errors.ts';
import { orderErrors } from './order-errors.ts';

test('docs/errors/orders.md lists every error as it is', () => {
  expectDocumented('docs/errors/orders.md', orderErrors);
});
