import { test } from 'vitest';
import { expectDocumented } from '../testing/documented-errors.ts';
import { paymentErrors } from './payment-errors.ts';

test('docs/errors/payments.md lists every error as it is', () => {
  expectDocumented('docs/errors/payments.md', paymentErrors);
});
