import type { PlaceOrderRequest } from '@carillon/contract';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { forgetAttempts } from '../../testing/forget-attempts.ts';
import { makeOrder } from '../../testing/orders.ts';
import { refusalOf, withApi } from '../../testing/with-api.ts';
import { ATTEMPT_RESUMES_WITHIN_MS, rememberAttempt } from './attempt.ts';
import { useCheckout } from './use-checkout.ts';

const request: PlaceOrderRequest = { lines: [{ productId: 1, quantity: 2 }], totalFen: 5_600 };
const order = makeOrder({ id: 7 });

function checkoutWith(placeOrder: (...call: unknown[]) => Promise<unknown>) {
  const onPlaced = vi.fn();
  const onRefused = vi.fn(() => Promise.resolve());
  const called = vi.fn(placeOrder);
  const checkout = withApi({ placeOrder: called }, () =>
    useCheckout({ shopId: 1, placeName: '1.T8', onPlaced, onRefused }),
  );
  const keys = () =>
    called.mock.calls.map(
      ([options]) => (options as { headers: Record<string, string> }).headers['idempotency-key'],
    );
  return { checkout, onPlaced, onRefused, called, keys };
}

afterEach(() => forgetAttempts('1.T8'));

describe('useCheckout', () => {
  test('places the order with a key and hands it over', async () => {
    const { checkout, onPlaced, keys } = checkoutWith(() => Promise.resolve({ order, seq: 0 }));
    await checkout.submit(request);
    expect(onPlaced).toHaveBeenCalledExactlyOnceWith(order);
    expect(keys()).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });

  test('sends a double tap once', async () => {
    const { checkout, called } = checkoutWith(() => Promise.resolve({ order, seq: 0 }));
    await Promise.all([checkout.submit(request), checkout.submit(request)]);
    expect(called).toHaveBeenCalledTimes(1);
  });

  test('sends a lost answer again with the same key and body', async () => {
    const { checkout, called, keys, onPlaced } = checkoutWith(
      vi.fn().mockRejectedValueOnce(refusalOf(0, 'network')).mockResolvedValueOnce({ order, seq: 0 }),
    );
    await checkout.submit(request);
    expect(checkout.state.value.name).toBe('lost');
    await checkout.resume();
    expect(new Set(keys()).size).toBe(1);
    expect(called.mock.calls[1]?.[0]).toMatchObject({ body: request });
    expect(onPlaced).toHaveBeenCalledTimes(1);
  });

  test('finds out about the owed order first, though the cart was changed meanwhile', async () => {
    const { checkout, called } = checkoutWith(
      vi
        .fn()
        .mockRejectedValueOnce(refusalOf(502, 'unreadable_answer'))
        .mockResolvedValueOnce({ order, seq: 0 }),
    );
    await checkout.submit(request);
    await checkout.submit({ ...request, totalFen: 1 });
    expect(called.mock.calls[1]?.[0]).toMatchObject({ body: request });
  });

  test('resumes after a reload of the page with the key that was kept', async () => {
    rememberAttempt('1.T8', { key: 'kept', request, startedAt: Date.now() });
    const { checkout, keys } = checkoutWith(() => Promise.resolve({ order, seq: 0 }));
    await checkout.resume();
    expect(keys()).toEqual(['kept']);
  });

  test('does not send by itself what was left lying too long', async () => {
    rememberAttempt('1.T8', { key: 'old', request, startedAt: Date.now() - ATTEMPT_RESUMES_WITHIN_MS - 1 });
    const { checkout, called } = checkoutWith(() => Promise.resolve({ order, seq: 0 }));
    await checkout.resume();
    expect(called).not.toHaveBeenCalled();
    expect(checkout.state.value.name).toBe('idle');
  });

  test('takes a new key after a refusal: nothing was ordered', async () => {
    const { checkout, keys, onRefused } = checkoutWith(
      vi.fn().mockRejectedValueOnce(refusalOf(409, 'price_changed')).mockResolvedValueOnce({ order, seq: 0 }),
    );
    await checkout.submit(request);
    expect(checkout.state.value).toMatchObject({
      name: 'refused',
      error: { code: 'price_changed' },
      request,
    });
    expect(onRefused).toHaveBeenCalledTimes(1);
    await checkout.submit({ ...request, totalFen: 6_000 });
    expect(new Set(keys()).size).toBe(2);
  });

  test('sends the order again, once and with the same key, when the browser was not known', async () => {
    const unknown = refusalOf(401, 'buyer_unknown');
    const { checkout, keys, onPlaced } = checkoutWith(
      vi.fn().mockRejectedValueOnce(unknown).mockResolvedValueOnce({ order, seq: 0 }),
    );
    await checkout.submit(request);
    expect(onPlaced).toHaveBeenCalledExactlyOnceWith(order);
    expect([keys().length, new Set(keys()).size]).toEqual([2, 1]);
  });

  test('gives up on a browser that keeps no cookies', async () => {
    const { checkout, called } = checkoutWith(() => Promise.reject(refusalOf(401, 'buyer_unknown')));
    await checkout.submit(request);
    expect(called).toHaveBeenCalledTimes(2);
    expect(checkout.state.value).toMatchObject({ name: 'refused', error: { code: 'buyer_unknown' } });
  });

  test.each([0, 500, 503])('does not know what became of the order at status %i', async (status) => {
    const { checkout } = checkoutWith(() => Promise.reject(refusalOf(status, 'internal_error')));
    await checkout.submit(request);
    expect(checkout.state.value.name).toBe('lost');
  });
});
