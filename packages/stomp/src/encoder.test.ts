import { describe, expect, test } from 'vitest';
import { encodeFrame } from './encoder.ts';
import type { OutgoingFrame } from './encoder.ts';
import type { StompVersion } from './frame.ts';
import { decodeText } from './text.ts';

function encoded(frame: OutgoingFrame, version?: StompVersion): string {
  return decodeText(encodeFrame(frame, version));
}

function refusal(code: string): unknown {
  return expect.objectContaining({ name: 'StompError', code });
}

describe('encodeFrame', () => {
  test('writes command, headers in their order, blank line and NUL', () => {
    const headers = { destination: '/a', receipt: '1' };
    expect(encoded({ command: 'SUBSCRIBE', headers })).toBe('SUBSCRIBE\ndestination:/a\nreceipt:1\n\n\0');
  });

  test('writes a frame without headers', () => {
    expect(encoded({ command: 'DISCONNECT' })).toBe('DISCONNECT\n\n\0');
  });

  test.each([
    ['text', 'hello', 'content-length:5\n\nhello\0'],
    ['bytes', Uint8Array.of(97, 0, 98), 'content-length:3\n\na\0b\0'],
    ['text that is not ASCII', '中文', 'content-length:6\n\n中文\0'],
    [
      'text whose bytes need one more digit than its letters',
      'é'.repeat(7),
      'content-length:14\n\n' + 'é'.repeat(7) + '\0',
    ],
    ['text with a lone surrogate', 'a\ud800', 'content-length:4\n\na\ufffd\0'],
  ])('announces the bytes of a body of %s', (_, body, end) => {
    expect(encoded({ command: 'SEND', body })).toBe('SEND\n' + end);
  });

  test.each([100, 511, 512, 513, 9000, 200_000])('writes bodies of %d letters', (length) => {
    for (const letter of ['x', '中', '🍜'])
      expect(encoded({ command: 'SEND', body: letter.repeat(length) })).toBe(
        `SEND\ncontent-length:${new TextEncoder().encode(letter).length * length}\n\n${letter.repeat(length)}\0`,
      );
  });

  test.each(['', new Uint8Array(0)])('writes no content-length for an empty body', (body) => {
    expect(encoded({ command: 'SEND', body })).toBe('SEND\n\n\0');
  });

  test('writes its own content-length in place of a given one', () => {
    const headers = { 'content-length': '99', a: 'b' };
    expect(encoded({ command: 'SEND', headers, body: 'x' })).toBe('SEND\na:b\ncontent-length:1\n\nx\0');
    expect(encoded({ command: 'SEND', headers })).toBe('SEND\na:b\n\n\0');
  });

  test('gives each frame bytes that later frames leave alone', () => {
    const frames = Array.from({ length: 400 }, (_, index) =>
      encodeFrame({ command: 'SEND', headers: { index: String(index) }, body: 'x'.repeat(index * 7) }),
    );
    const bodies = frames.map((bytes) => /^SEND\nindex:(\d+)\n/.exec(decodeText(bytes))?.[1]);
    expect(bodies).toEqual(frames.map((_, index) => String(index)));
  });
});

describe('escapes', () => {
  const headers = { 'a:b': 'c:d\\e\nf' };

  test('are written for 1.1 and 1.2', () => {
    for (const version of ['1.1', '1.2'] as const) {
      expect(encoded({ command: 'SEND', headers }, version)).toBe('SEND\na\\cb:c\\cd\\\\e\\nf\n\n\0');
    }
  });

  test('include \\r in 1.2', () => {
    expect(encoded({ command: 'SEND', headers: { a: '\r' } })).toBe('SEND\na:\\r\n\n\0');
  });

  test('are not written for 1.0, nor in CONNECT, STOMP and CONNECTED', () => {
    const unescaped = { a: 'b:c\\d' };
    expect(encoded({ command: 'SEND', headers: unescaped }, '1.0')).toBe('SEND\na:b:c\\d\n\n\0');
    expect(encoded({ command: 'CONNECT', headers: unescaped })).toBe('CONNECT\na:b:c\\d\n\n\0');
    expect(encoded({ command: 'STOMP', headers: unescaped })).toBe('STOMP\na:b:c\\d\n\n\0');
    expect(encoded({ command: 'CONNECTED', headers: unescaped })).toBe('CONNECTED\na:b:c\\d\n\n\0');
  });

  test.each<[string, string, Record<string, string>, StompVersion]>([
    ['NUL', 'SEND', { a: 'b\0' }, '1.2'],
    ['CR before 1.2', 'SEND', { a: 'b\r' }, '1.1'],
    ['LF in 1.0', 'SEND', { a: 'b\nc:d' }, '1.0'],
    ['LF in CONNECT', 'CONNECT', { passcode: 'b\nlogin:root' }, '1.2'],
    ['a colon in a name in 1.0', 'SEND', { 'a:b': 'c' }, '1.0'],
    ['a colon in a name of CONNECT', 'CONNECT', { 'a:b': 'c' }, '1.2'],
    ['an empty name', 'SEND', { '': 'c' }, '1.2'],
  ])('refuse %s', (_, command, refused, version) => {
    expect(() => encodeFrame({ command, headers: refused }, version)).toThrow(refusal('unencodable_header'));
  });

  test('refuse a command that would not be read as one', () => {
    for (const command of ['', 'SEND\n', 'SE ND', '发送', '\0']) {
      expect(() => encodeFrame({ command })).toThrow(refusal('unencodable_command'));
    }
  });
});
