import { describe, expect, test } from 'vitest';
import {
  auditQuerySchema,
  chatMessageSchema,
  loginRequestSchema,
  orderSearchQuerySchema,
  passSearchQuerySchema,
  paymentsQuerySchema,
  placeOrderRequestSchema,
  settleDifferenceSchema,
  tableCodeSchema,
} from './schemas.ts';

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

  // PostgreSQL has no text with a zero character: asked for one, the server answered that it was at fault.
  test.each([
    ['orders', orderSearchQuerySchema, 'search'],
    ['orders of a table', orderSearchQuerySchema, 'table'],
    ['payments', paymentsQuerySchema, 'search'],
    ['passes', passSearchQuerySchema, 'search'],
    ['actions', auditQuerySchema, 'action'],
    ['what settles a difference', settleDifferenceSchema, 'note'],
  ] as const)('holds none where it looks for or notes %s', (_what, schema, field) => {
    expect(schema.safeParse({ [field]: 'a\0b' }).success).toBe(false);
    expect(schema.safeParse({ [field]: ' a b ' }).success).toBe(true);
  });

  test.each(['', '不要香菜🌿', 'two\nlines'])('may be a remark: %j', (remark) => {
    expect(placeOrderRequestSchema.safeParse({ ...order, remark }).success).toBe(true);
  });

  test('stands on one line, but for the remark', () => {
    expect(tableCodeSchema.safeParse('a\nb').success).toBe(false);
  });
});

describe('a message between buyer and staff', () => {
  const isMessage = (text: string) => chatMessageSchema.safeParse({ orderId: 1, key: 'k', text }).success;

  test.each(['好的，马上', 'two\nlines', '<b>&amp;</b>', '🍜'.repeat(250), 'x'.repeat(500)])(
    'is text: %j',
    (given) => expect(isMessage(given)).toBe(true),
  );

  test.each(['', ' \n ', 'a\0b', '\ud83c', 'x'.repeat(501), 'x'.repeat(10_000)])(
    'is refused when it is empty, too long, or no text: %j',
    (given) => expect(isMessage(given)).toBe(false),
  );
});
