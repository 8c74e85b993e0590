import { test } from 'vitest';
import { expectDocumented } from '../testing/documented-errors.ts';
import { noticeErrors } from './notice-errors.ts';

test('docs/errors/notices.md lists every error as it is', () => {
  expectDocumented('docs/errors/notices.md', noticeErrors);
});
