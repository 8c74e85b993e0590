import { describe, expect, test, vi } from 'vitest';
import { fakeApi, refusalOf } from '../testing/fake-api.ts';
import { makeOrder } from '../testing/orders.ts';
import { makeKind } from '../testing/passes.ts';
import { createPassPurchase } from './pass-purchase.ts';

/** A shop that answers one call after the other so, and the keys that it was sent. */
function purchaseAnswered(...answers: (Error | 'ok')[]) {
  const keys: string[] = [];
  const buyPass = ({ headers }: { headers: Record<string, string> }) => {
    keys.push(headers['idempotency-key'] ?? '');
    const answer = answers.shift() ?? 'ok';
    return answer === 'ok' ? Promise.resolve({ order: makeOrder(), seq: 1 }) : Promise.reject(answer);
  };
  let made = 0;
  const makeKey = vi.fn(() => `key-${(made += 1)}`);
  return { purchase: createPassPurchase(fakeApi({ buyPass }), 1, makeKey), keys };
}

describe('buying a pass', () => {
  test('again after a lost answer is the same order; after the answer, another', async () => {
    const answers = [
      new Error('no network'),
      refusalOf(503, 'unavailable'),
      refusalOf(429, 'too_many_requests'),
    ];
    const { purchase, keys } = purchaseAnswered(...answers);
    for (const { message } of answers) await expect(purchase(makeKind())).rejects.toThrow(message);
    await purchase(makeKind());
    await purchase(makeKind());
    expect(keys).toEqual(['key-1', 'key-1', 'key-1', 'key-1', 'key-2']);
  });

  test('of another kind, or at another price, is another order', async () => {
    const { purchase, keys } = purchaseAnswered(new Error('no network'), new Error('no network'));
    await expect(purchase(makeKind())).rejects.toThrow();
    await expect(purchase(makeKind({ priceFen: 1 }))).rejects.toThrow();
    await purchase(makeKind({ id: 2 }));
    expect(keys).toEqual(['key-1', 'key-2', 'key-3']);
  });

  test('that was refused is over', async () => {
    const { purchase, keys } = purchaseAnswered(refusalOf(409, 'pass_price_changed'));
    await expect(purchase(makeKind())).rejects.toThrow('pass_price_changed');
    await purchase(makeKind());
    expect(keys).toEqual(['key-1', 'key-2']);
  });

  test('is sent again with the cookie that the refusal brought', async () => {
    const { purchase, keys } = purchaseAnswered(refusalOf(401, 'buyer_unknown'));
    expect(await purchase(makeKind())).toMatchObject({ id: 7 });
    expect(keys).toEqual(['key-1', 'key-1']);
  });
});
