import { describe, expect, test } from 'vitest';
import { isFieldText, toMessageText } from './message-fields.ts';

describe('a field', () => {
  test.each([
    ['thing1', '一'.repeat(20)],
    ['number1', '-12.5'],
    ['letter1', 'abcXYZ'],
    ['symbol1', '★★'],
    ['character_string1', 'C-00042 #7'],
    ['time1', '2019年10月1日 15:01'],
    ['amount1', '￥42.00'],
    ['amount1', '1234567890元'],
    ['phone_number1', '+86-0766-66888866'],
    ['car_number1', '粤A8Z888挂'],
    ['name1', '张'.repeat(10)],
    ['name1', 'x'.repeat(20)],
    ['phrase1', '已完成'],
    ['keyword1', '一'.repeat(200)],
  ])('%s may hold %j', (key, text) => {
    expect(isFieldText(key, text)).toBe(true);
    expect(toMessageText(key, text)).toBe(text);
  });

  test.each([
    ['number1', '12a'],
    ['letter1', 'a1'],
    ['symbol1', 'a'],
    ['phrase1', 'done'],
    ['phrase1', '一二三四五六'],
    ['name1', '张'.repeat(11)],
    ['phone_number1', '1'.repeat(18)],
  ])('%s may not hold %j', (key, text) => {
    expect(isFieldText(key, text)).toBe(false);
  });

  test('is cut by characters, not by halves of them', () => {
    expect(toMessageText('thing1', '🍜'.repeat(21))).toBe(`${'🍜'.repeat(19)}…`);
  });
});
