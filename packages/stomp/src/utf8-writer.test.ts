import { test as propertyTest } from '@fast-check/vitest';
import fc from 'fast-check';
import { expect } from 'vitest';
import { MAX_BYTES_PER_UNIT, encodeText, writeUtf8, writeUtf8Portably } from './utf8-writer.ts';

const anyText = fc.string({
  unit: fc.nat({ max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  maxLength: 200,
});

propertyTest.prop([anyText, fc.nat({ max: 9 })])('text is written as TextEncoder does', (text, at) => {
  const expected = new TextEncoder().encode(text);
  expect(encodeText(text)).toEqual(expected);
  for (const write of [writeUtf8, writeUtf8Portably]) {
    const out = new Uint8Array(at + text.length * MAX_BYTES_PER_UNIT);
    const end = write(text, out, at);
    expect(out.subarray(at, end)).toEqual(expected);
  }
});
