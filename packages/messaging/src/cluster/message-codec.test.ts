import { describe, expect, test } from 'vitest';
import { createMessage } from '../core/message.ts';
import { decodeMessage, encodeMessage } from './message-codec.ts';

const MESSAGE = createMessage({
  id: 'a-1',
  destination: '/topic/a',
  headers: { note: '宫保 "鸡"\n丁', ['__proto__']: 'x', 'content-type': 'text/plain' },
  body: Buffer.from('hello\0world'),
});

describe('a message between nodes', () => {
  test.each([MESSAGE, { ...MESSAGE, onlyFor: 's1' }])('comes back as it was', (message) => {
    const decoded = decodeMessage(encodeMessage(message));
    expect(decoded?.destination).toBe('/topic/a');
    expect(Object.entries(decoded?.headers ?? {})).toEqual(Object.entries(message.headers));
    expect(Object.keys(message.headers)).toContain('__proto__');
    expect(decoded?.onlyFor).toBe(message.onlyFor);
    expect(Buffer.from(decoded?.body ?? []).toString()).toBe('hello\0world');
  });

  test('cut anywhere in its head is told from a message', () => {
    const bytes = encodeMessage({ ...MESSAGE, body: new Uint8Array(0) });
    for (let length = 0; length < bytes.length; length += 1) {
      expect(decodeMessage(bytes.subarray(0, length))).toBeUndefined();
    }
  });

  test.each([
    ['no JSON', '{{'],
    ['no list', '{}'],
    ['null', 'null'],
    ['without headers', '["/a"]'],
    ['whose headers are a list', '["/a",[]]'],
    ['with a header that is a number', '["/a",{"a":1}]'],
    ['for a session that is a number', '["/a",{},1]'],
  ])('is nothing whose head is %s', (_title, head) => {
    expect(decodeMessage(Buffer.from([1, 0, 0, 0, head.length, ...Buffer.from(head)]))).toBeUndefined();
  });

  test.each([
    ['of another format', [2, 0, 0, 0, 2, 0x5b, 0x5d]],
    ['with a length beyond its end', [1, 255, 255, 255, 255, 0x5b, 0x5d]],
    ['empty', []],
  ])('is nothing %s', (_title, bytes) => {
    expect(decodeMessage(Uint8Array.from(bytes))).toBeUndefined();
  });
});
