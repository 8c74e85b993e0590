import { test } from 'vitest';
import { expectDocumented } from '../testing/documented-errors.ts';
import { conversationErrors } from './conversation-errors.ts';

test('docs/errors/conversations.md lists every error as it is', () => {
  expectDocumented('docs/errors/conversations.md', conversationErrors);
});
