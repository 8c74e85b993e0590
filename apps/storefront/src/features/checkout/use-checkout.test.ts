import type { PlaceOrderRequest } from '@carillon/contract';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { forgetAttempts } from '../../testing/forget-attempts.ts';
import { makeOrder } from '../../testing/orders.ts';
import { refusalOf, withApi } from '../../testing/with-api.ts';
import { ATTEMPT_RESUMES_WITHIN_MS, recallAttempt, rememberAttempt } from './attempt.ts';
import type { Attempt } from './attempt.ts';
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

  describe('of an order that was left lying too long', () => {
    const old: Attempt = { key: 'old', request, startedAt: Date.now() - ATTEMPT_RESUMES_WITHIN_MS - 1_000 };

    async function openLater() {
      rememberAttempt('1.T8', old);
      const opened = checkoutWith(() => Promise.resolve({ order, seq: 0 }));
      await opened.checkout.resume();
      return opened;
    }

    test('asks instead of sending it', async () => {
      const { checkout, called } = await openLater();
      expect(called).not.toHaveBeenCalled();
      expect(checkout.state.value).toEqual({ name: 'owed', startedAt: old.startedAt });
    });

    test('sends it as it was when the buyer wants to know', async () => {
      const { checkout, called, keys } = await openLater();
      await checkout.check();
      expect(keys()).toEqual(['old']);
      expect(called.mock.calls[0]?.[0]).toMatchObject({ body: request });
    });

    test('takes a new key once the buyer has given it up', async () => {
      const { checkout, called, keys } = await openLater();
      checkout.discard();
      expect(checkout.state.value.name).toBe('idle');
      expect(called).not.toHaveBeenCalled();
      await checkout.submit(request);
      expect(keys()).toEqual([expect.not.stringMatching('old')]);
    });

    test('submits the same again with the same key', async () => {
      const { checkout, keys } = await openLater();
      await checkout.submit({ totalFen: 5_600, lines: [{ quantity: 2, productId: 1 }] });
      expect(keys()).toEqual(['old']);
    });

    test('asks again rather than submit something else', async () => {
      const { checkout, called } = await openLater();
      await checkout.submit({ ...request, remark: '少放辣' });
      expect(called).not.toHaveBeenCalled();
      expect(checkout.state.value.name).toBe('owed');
    });
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

  test.each([
    [429, 'too_many_requests'],
    [404, 'not_found'],
    [400, 'invalid_request'],
    [409, 'a_code_of_tomorrow'],
  ])('still owes an order whose repetition is answered %i %s', async (status, code) => {
    const { checkout, keys, onRefused } = checkoutWith(
      vi
        .fn()
        .mockRejectedValueOnce(refusalOf(0, 'network'))
        .mockRejectedValueOnce(refusalOf(status, code))
        .mockResolvedValueOnce({ order, seq: 0 }),
    );
    await checkout.submit(request);
    await checkout.resume();
    expect(checkout.state.value).toMatchObject({ name: 'lost', again: true, error: { code } });
    expect(onRefused).not.toHaveBeenCalled();
    await checkout.submit(request);
    expect([keys().length, new Set(keys()).size]).toEqual([3, 1]);
  });

  test.each([
    'sold_out',
    'shop_closed',
    'price_changed',
    'table_not_found',
    'idempotency_key_reused',
    'buyer_unknown',
  ])('takes %s for a refusal of a repetition, too: placing itself said no', async (code) => {
    const { checkout } = checkoutWith(
      vi.fn().mockRejectedValueOnce(refusalOf(0, 'network')).mockRejectedValue(refusalOf(409, code)),
    );
    await checkout.submit(request);
    await checkout.resume();
    expect(checkout.state.value).toMatchObject({ name: 'refused', error: { code } });
  });

  test('takes a busy server for no refusal, even of the first send', async () => {
    const { checkout, keys } = checkoutWith(
      vi
        .fn()
        .mockRejectedValueOnce(refusalOf(429, 'too_many_requests'))
        .mockResolvedValueOnce({ order, seq: 0 }),
    );
    await checkout.submit(request);
    expect(checkout.state.value).toMatchObject({ name: 'lost', again: false });
    await checkout.resume();
    expect(new Set(keys()).size).toBe(1);
  });

  test('hands the order over before the key is forgotten', async () => {
    const { checkout, onPlaced } = checkoutWith(() => Promise.resolve({ order, seq: 0 }));
    const owed = vi.fn(() => recallAttempt('1.T8'));
    onPlaced.mockImplementation(owed);
    await checkout.submit(request);
    expect(owed).toHaveReturnedWith(expect.objectContaining({ request }));
    expect(recallAttempt('1.T8')).toBeUndefined();
    expect(checkout.state.value).toEqual({ name: 'placed', order });
  });

  test.each([0, 500, 503])('does not know what became of the order at status %i', async (status) => {
    const { checkout } = checkoutWith(() => Promise.reject(refusalOf(status, 'internal_error')));
    await checkout.submit(request);
    expect(checkout.state.value.name).toBe('lost');
  });
});
