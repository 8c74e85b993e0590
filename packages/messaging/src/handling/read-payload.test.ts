import { describe, expect, test } from 'vitest';
import { readPayload } from './read-payload.ts';

const NOT_UTF8 = Uint8Array.of(0xff, 0x00);

function read(contentType: string | undefined, body: string | Uint8Array): unknown[] {
  const headers: Record<string, string> = contentType === undefined ? {} : { 'content-type': contentType };
  return readPayload(headers, typeof body === 'string' ? Buffer.from(body) : body);
}

describe('a body with a content-type', () => {
  test.each([
    ['application/json', '{"a":[1]}', { a: [1] }],
    ['application/json', '42', 42],
    ['Application/JSON; charset="UTF-8"', '"面"', '面'],
    ['application/merge-patch+json', 'null', null],
    ['text/plain', '{"a":1}', '{"a":1}'],
    ['text/plain;charset=utf-8', '面', '面'],
    ['text/html ; a=b; charset=us-ascii', 'x', 'x'],
    ['text/plain', '', ''],
  ])('%s: %s has one reading', (contentType, body, value) => {
    expect(read(contentType, body)).toEqual([value]);
  });

  test('of another kind is bytes', () => {
    expect(read('application/octet-stream', NOT_UTF8)).toEqual([NOT_UTF8]);
    expect(read('application/jsonish', 'x')).toEqual([Buffer.from('x')]);
    expect(read('nonsense', 'x')).toEqual([Buffer.from('x')]);
  });

  test.each([
    ['application/json', '{"a":', 'malformed_payload'],
    ['application/json', '', 'malformed_payload'],
    ['application/json', NOT_UTF8, 'malformed_payload'],
    ['text/plain', NOT_UTF8, 'malformed_payload'],
    ['text/plain;charset=gbk', 'x', 'unsupported_charset'],
    ['application/json;charset=utf-16', '1', 'unsupported_charset'],
  ])('%s: %s is refused with %s', (contentType, body, code) => {
    expect(() => read(contentType, body)).toThrow(expect.objectContaining({ code }));
  });
});

describe('a body without a content-type', () => {
  test.each([
    ['{"a":1}', [{ a: 1 }, '{"a":1}']],
    [' [1]', [[1], ' [1]']],
    ['42', ['42', 42]],
    ['null', ['null', null]],
    ['hello', ['hello']],
    ['{"a":', ['{"a":']],
    ['', [undefined, '']],
  ])('%s has all readings, the likeliest first, bytes last', (body, readings) => {
    expect(read(undefined, body)).toEqual([...readings, Buffer.from(body)]);
  });

  test('is bytes when it is not UTF-8', () => {
    expect(read(undefined, NOT_UTF8)).toEqual([NOT_UTF8]);
  });
});
