import { describe, expect, test } from 'vitest';
import { createMessage } from '../core/message.ts';
import { decodeMessage, encodeMessage } from './message-codec.ts';

const MESSAGE = createMessage({
  id: 'a-1',
  destination: '/topic/a',
  headers: { note: '宫保 "鸡"\n丁', __proto__: 'x', 'content-type': 'text/plain' },
  body: Buffer.from('hello\0world'),
});

describe('a message between nodes', () => {
  test('comes back as it was', () => {
    const decoded = decodeMessage('/topic/a', encodeMessage(MESSAGE));
    expect(decoded?.destination).toBe('/topic/a');
    expect({ ...decoded?.headers }).toEqual({ ...MESSAGE.headers });
    expect(Buffer.from(decoded?.body ?? []).toString()).toBe('hello\0world');
  });

  test('cut anywhere in its headers is told from a message', () => {
    const bytes = encodeMessage({ ...MESSAGE, body: new Uint8Array(0) });
    for (let length = 0; length < bytes.length; length += 1) {
      expect(decodeMessage('/topic/a', bytes.subarray(0, length))).toBeUndefined();
    }
  });

  test.each([
    ['another format', [2, 0, 0, 0, 2, 0x7b, 0x7d]],
    ['headers that are no JSON', [1, 0, 0, 0, 2, 0x7b, 0x7b]],
    ['headers that are a list', [1, 0, 0, 0, 2, 0x5b, 0x5d]],
    ['headers that are null', [1, 0, 0, 0, 4, ...Buffer.from('null')]],
    ['a header that is a number', [1, 0, 0, 0, 7, ...Buffer.from('{"a":1}')]],
    ['a length beyond its end', [1, 255, 255, 255, 255, 0x7b, 0x7d]],
    ['nothing', []],
  ])('is not %s', (_title, bytes) => {
    expect(decodeMessage('/topic/a', Uint8Array.from(bytes))).toBeUndefined();
  });
});
