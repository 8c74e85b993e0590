import { expect, test } from 'vitest';
import { PayloadError, readText } from './payload.ts';

test('a body that is no UTF-8 is refused, as it is over WebSocket, and not read as something else', () => {
  expect(readText(Buffer.from('["茶"]'))).toBe('["茶"]');
  expect(() => readText(Buffer.of(0x5b, 0x22, 0xff, 0x22, 0x5d))).toThrow(PayloadError);
});
