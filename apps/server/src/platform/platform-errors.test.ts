import { it } from 'vitest';
import { expectDocumented } from '../testing/documented-errors.ts';
import { platformErrors } from './platform-errors.ts';

it('lists the platform’s errors in docs/errors/platform.md as they are', () => {
  expectDocumented('docs/errors/platform.md', platformErrors);
});
