import { expect, test } from 'vitest';
import { encodePayload } from './payload.ts';

test.each([
  ['JSON', { dish: '面' }, '{"dish":"面"}', 'application/json'],
  ['null as JSON', null, 'null', 'application/json'],
  ['a string as text', '面', '面', 'text/plain;charset=utf-8'],
  ['bytes as they are', Uint8Array.of(0x61), 'a', 'application/octet-stream'],
])('%s', (_title, payload, text, contentType) => {
  const encoded = encodePayload(payload);
  expect(Buffer.from(encoded.bytes).toString()).toBe(text);
  expect(encoded.contentType).toBe(contentType);
});

test('what JSON cannot say is refused', () => {
  expect(() => encodePayload(undefined)).toThrow('A undefined cannot be sent');
  expect(() => encodePayload(() => 1)).toThrow(TypeError);
});
