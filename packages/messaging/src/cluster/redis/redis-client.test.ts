import { expect, test } from 'vitest';
import { readRedisAddress } from './redis-client.ts';

// The url was read at each attempt to connect, and the error, which has it as `input`, went to the log.
test.each([
  'redis://:s3cr3t pass@127.0.0.1:6379x',
  'redis://:s3cr3t#1@127.0.0.1:6379',
  'redis://:s3cr3t/1@127.0.0.1:6379',
  'redis://:s3cr3t%@127.0.0.1:6379',
  'http://:s3cr3t@127.0.0.1:6379',
  'redis://:s3cr3t@127.0.0.1:6379/first',
])('a url that cannot be read is refused at once, and not repeated: %s', (url) => {
  let error: unknown;
  try {
    readRedisAddress({ url });
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(TypeError);
  expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('s3cr3t');
  expect(error).not.toHaveProperty('cause');
});

test.each([
  'redis://127.0.0.1:6379',
  'rediss://user:p%23ss@redis.internal:6380/2',
  'redis://:plain@[::1]:6379',
  'redis://localhost',
])('a url is read: %s', (url) => {
  expect(readRedisAddress({ url }).redis.url).toBe(url);
});

test('a prefix in which something has a meaning of its own is refused', () => {
  expect(() => readRedisAddress({ prefix: 'a*' })).toThrow(TypeError);
});
