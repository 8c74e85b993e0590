import { describe, expect, it } from 'vitest';
import { AppError, defineErrors } from './errors.ts';

const errors = defineErrors({
  price_changed: { status: 409, message: 'The price is another one now.' },
  sold_out: { status: 409, message: 'None are left.' },
});

describe('a table of errors', () => {
  it('makes errors with code, status, message and details', () => {
    const error = errors.price_changed({ totalFen: 1200 });
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code: 'price_changed',
      status: 409,
      message: 'The price is another one now.',
      details: { totalFen: 1200 },
    });
  });

  it('keeps the cause for the log', () => {
    const cause = new Error('underneath');
    expect(errors.sold_out(undefined, cause).cause).toBe(cause);
  });

  it('can be read as data', () => {
    expect(Object.values(errors).map(({ code, status }) => [code, status])).toEqual([
      ['price_changed', 409],
      ['sold_out', 409],
    ]);
  });

  it('recognises its own errors', () => {
    expect(errors.sold_out.matches(errors.sold_out())).toBe(true);
    expect(errors.sold_out.matches(errors.price_changed())).toBe(false);
    expect(errors.sold_out.matches(new Error('sold_out'))).toBe(false);
  });

  it.each(['PriceChanged', 'price-changed', '_price', 'price__changed'])('refuses the code %s', (code) => {
    expect(() => defineErrors({ [code]: { status: 400, message: '' } })).toThrow(/lower_snake_case/);
  });

  it.each([200, 302, 600])('refuses the status %i', (status) => {
    expect(() => defineErrors({ wrong: { status, message: '' } })).toThrow(/not 400-599/);
  });
});
