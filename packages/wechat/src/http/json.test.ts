import { describe, expect, test } from 'vitest';
import { integerIn, objectIn, objectsIn, parseObject, textIn, timeIn } from './json.ts';

describe('parseObject', () => {
  test('reads an object in UTF-8', () => {
    expect(parseObject(Buffer.from('{"dish":"红烧肉"}'))).toEqual({ dish: '红烧肉' });
  });

  test.each(['', 'null', '[]', '"a"', '1', '{', '<html>'])('reads nothing from %j', (text) => {
    expect(parseObject(Buffer.from(text))).toBeUndefined();
  });

  test('reads nothing from bytes that are not UTF-8', () => {
    expect(parseObject(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]))).toBeUndefined();
  });
});

describe('a field', () => {
  const object = { text: 'a', none: '', whole: 42, half: 0.5, huge: 2 ** 53, inner: {}, list: [] };

  test('is read only as what it is', () => {
    expect(textIn(object, 'text')).toBe('a');
    expect(textIn(object, 'none')).toBeUndefined();
    expect(textIn(object, 'whole')).toBeUndefined();
    expect(integerIn(object, 'whole')).toBe(42);
    expect(integerIn(object, 'half')).toBeUndefined();
    expect(integerIn(object, 'huge')).toBeUndefined();
    expect(objectIn(object, 'inner')).toEqual({});
    expect(objectIn(object, 'list')).toBeUndefined();
  });

  test('that is a list is read only if it holds nothing but objects', () => {
    expect(objectsIn({ list: [{ a: 1 }, {}] }, 'list')).toEqual([{ a: 1 }, {}]);
    expect(objectsIn({ list: [] }, 'list')).toEqual([]);
    expect(objectsIn({ list: [{ a: 1 }, null] }, 'list')).toBeUndefined();
    expect(objectsIn({ list: {} }, 'list')).toBeUndefined();
    expect(objectsIn({}, 'list')).toBeUndefined();
  });

  test('is the object’s own', () => {
    expect(objectIn({}, 'constructor')).toBeUndefined();
    expect(objectIn({}, '__proto__')).toBeUndefined();
  });
});

describe('timeIn', () => {
  test.each([
    ['2026-11-21T12:00:00+08:00', '2026-11-21T04:00:00.000Z'],
    ['2026-11-21T04:00:00Z', '2026-11-21T04:00:00.000Z'],
    ['2026-11-21T12:00:00.123+08:00', '2026-11-21T04:00:00.123Z'],
  ])('reads %s in UTC', (time, utc) => {
    expect(timeIn({ time }, 'time')).toBe(utc);
  });

  test.each(['2026-11-21', '2026-11-21T12:00:00', '2026-13-21T12:00:00Z', '21 Nov 2026', ''])(
    'reads nothing from %j',
    (time) => {
      expect(timeIn({ time }, 'time')).toBeUndefined();
    },
  );
});
