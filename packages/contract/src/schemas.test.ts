import { describe, expect, test } from 'vitest';
import { loginRequestSchema, placeOrderRequestSchema, tableCodeSchema } from './schemas.ts';

const order = { lines: [{ productId: 1, quantity: 1 }], totalFen: 200 };

describe('text from outside', () => {
  test.each(['a\0b', 'a\u0007b', 'a\u001fb', 'a\u007fb', 'a\u009fb'])(
    'holds no control character: %j',
    (given) => {
      expect(tableCodeSchema.safeParse(given).success).toBe(false);
      expect(loginRequestSchema.safeParse({ username: given, password: 'p' }).success).toBe(false);
      expect(placeOrderRequestSchema.safeParse({ ...order, tableCode: given }).success).toBe(false);
      expect(placeOrderRequestSchema.safeParse({ ...order, remark: given }).success).toBe(false);
    },
  );

  test.each(['', '不要香菜🌿', 'two\nlines'])('may be a remark: %j', (remark) => {
    expect(placeOrderRequestSchema.safeParse({ ...order, remark }).success).toBe(true);
  });

  test('stands on one line, but for the remark', () => {
    expect(tableCodeSchema.safeParse('a\nb').success).toBe(false);
  });
});
