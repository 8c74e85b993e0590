import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { checkText } from './check-field.ts';
import { toPayText } from './to-pay-text.ts';

describe('a text for WeChat Pay', () => {
  test.each([
    ['巷口小馆 017', 127, '巷口小馆 017'],
    ['🍚巷口小馆👨‍👩‍👧 017❤️', 127, '巷口小馆 017❤'],
    ['两行\n一行\t', 127, '两行 一行'],
    ['巷口小馆 017', 5, '巷口小馆'],
    ['半个\uD83C', 127, '半个'],
    ['🍚', 127, ''],
  ])('of %j within %i characters is %j', (text, limit, made) => {
    expect(toPayText(text, limit)).toBe(made);
  });

  test.prop([fc.string({ unit: 'binary', maxLength: 300 })])(
    'is always taken, unless it is empty',
    (text) => {
      const made = toPayText(text, 80);
      const error = { code: 'wechat_refund_reason_invalid', field: '/reason' } as const;
      if (made !== '') expect(() => checkText(made, 80, error)).not.toThrow();
    },
  );
});
