import { test } from 'vitest';
import { expectDocumented } from '../testing/documented-errors.ts';
import { accountErrors } from './account-errors.ts';

test('docs/errors/accounts.md lists every error as it is', () => {
  expectDocumented('docs/errors/accounts.md', accountErrors);
});
