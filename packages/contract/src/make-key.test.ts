import { expect, test } from 'vitest';
import { makeKey } from './make-key.ts';
import { idempotencyKeySchema } from './schemas.ts';

test('a key is one that the server takes, and another each time', () => {
  const keys = Array.from({ length: 100 }, () => makeKey());
  expect(new Set(keys).size).toBe(100);
  for (const key of keys) expect(idempotencyKeySchema.safeParse(key).success).toBe(true);
});
