import { test } from 'vitest';
import { expectDocumented } from '../testing/documented-errors.ts';
import { passErrors } from './pass-errors.ts';

test('docs/errors/passes.md lists every error as it is', () => {
  expectDocumented('docs/errors/passes.md', passErrors);
});
