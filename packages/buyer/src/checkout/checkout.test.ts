import type { PlaceOrderRequest } from '@carillon/contract';
import { describe, expect, test, vi } from 'vitest';
import { fakeApi, refusalOf } from '../testing/fake-api.ts';
import { createFakeMemory } from '../testing/fake-memory.ts';
import { makeOrder } from '../testing/orders.ts';
import { ATTEMPT_RESUMES_WITHIN_MS, createAttempts } from './attempts.ts';
import type { Attempt } from './attempts.ts';
import { createCheckout } from './checkout.ts';
import type { CheckoutState } from './checkout.ts';

const request: PlaceOrderRequest = { lines: [{ productId: 1, quantity: 2 }], totalFen: 5_600 };
const order = makeOrder({ id: 7 });

/** A checkout at one place, with what it told of itself; `owed` was sent by an earlier page. */
function checkoutWith(placeOrder: (...call: unknown[]) => Promise<unknown>, owed?: Attempt) {
  const onPlaced = vi.fn();
  const onRefused = vi.fn(() => Promise.resolve());
  const called = vi.fn(placeOrder);
  const attempts = createAttempts(createFakeMemory());
  if (owed) attempts.remember('1.T8', owed);
  let shown: CheckoutState = { name: 'idle' };
  let made = 0;
  const checkout = createCheckout({
    ...{ api: fakeApi({ placeOrder: called }), attempts, makeKey: () => `made-${(made += 1)}` },
    ...{ shopId: 1, placeName: '1.T8', onPlaced, onRefused },
    onState: (state) => (shown = state),
  });
  const keys = () =>
    called.mock.calls.map(
      ([options]) => (options as { headers: Record<string, string> }).headers['idempotency-key'],
    );
  return { checkout, state: () => shown, attempts, onPlaced, onRefused, called, keys };
}

describe('the checkout', () => {
  test('places the order with a key and hands it over', async () => {
    const { checkout, onPlaced, keys } = checkoutWith(() => Promise.resolve({ order, seq: 0 }));
    await checkout.submit(request);
    expect(onPlaced).toHaveBeenCalledExactlyOnceWith(order);
    expect(keys()).toEqual(['made-1']);
  });

  test('sends a double tap once', async () => {
    const { checkout, called } = checkoutWith(() => Promise.resolve({ order, seq: 0 }));
    await Promise.all([checkout.submit(request), checkout.submit(request)]);
    expect(called).toHaveBeenCalledTimes(1);
  });

  test('sends a lost answer again with the same key and body', async () => {
    const { checkout, called, keys, onPlaced, state } = checkoutWith(
      vi.fn().mockRejectedValueOnce(refusalOf(0, 'network')).mockResolvedValueOnce({ order, seq: 0 }),
    );
    await checkout.submit(request);
    expect(state().name).toBe('lost');
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
    const owed = { key: 'kept', request, startedAt: Date.now() };
    const { checkout, keys } = checkoutWith(() => Promise.resolve({ order, seq: 0 }), owed);
    await checkout.resume();
    expect(keys()).toEqual(['kept']);
  });

  describe('of an order that was left lying too long', () => {
    const old: Attempt = { key: 'old', request, startedAt: Date.now() - ATTEMPT_RESUMES_WITHIN_MS - 1_000 };

    async function openLater() {
      const opened = checkoutWith(() => Promise.resolve({ order, seq: 0 }), old);
      await opened.checkout.resume();
      return opened;
    }

    test('asks instead of sending it', async () => {
      const { called, state } = await openLater();
      expect(called).not.toHaveBeenCalled();
      expect(state()).toEqual({ name: 'owed', startedAt: old.startedAt });
    });

    test('sends it as it was when the buyer wants to know', async () => {
      const { checkout, called, keys } = await openLater();
      await checkout.check();
      expect(keys()).toEqual(['old']);
      expect(called.mock.calls[0]?.[0]).toMatchObject({ body: request });
    });

    test('takes a new key once the buyer has given it up', async () => {
      const { checkout, called, keys, state } = await openLater();
      checkout.discard();
      expect(state().name).toBe('idle');
      expect(called).not.toHaveBeenCalled();
      await checkout.submit(request);
      expect(keys()).toEqual(['made-1']);
    });

    test('submits the same again with the same key', async () => {
      const { checkout, keys } = await openLater();
      await checkout.submit({ totalFen: 5_600, lines: [{ quantity: 2, productId: 1 }] });
      expect(keys()).toEqual(['old']);
    });

    test('asks again rather than submit something else', async () => {
      const { checkout, called, state } = await openLater();
      await checkout.submit({ ...request, remark: '少放辣' });
      expect(called).not.toHaveBeenCalled();
      expect(state().name).toBe('owed');
    });
  });

  test('takes a new key after a refusal: nothing was ordered', async () => {
    const { checkout, keys, onRefused, state } = checkoutWith(
      vi.fn().mockRejectedValueOnce(refusalOf(409, 'price_changed')).mockResolvedValueOnce({ order, seq: 0 }),
    );
    await checkout.submit(request);
    expect(state()).toMatchObject({
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
    const { checkout, called, state } = checkoutWith(() => Promise.reject(refusalOf(401, 'buyer_unknown')));
    await checkout.submit(request);
    expect(called).toHaveBeenCalledTimes(2);
    expect(state()).toMatchObject({ name: 'refused', error: { code: 'buyer_unknown' } });
  });

  test.each([
    [429, 'too_many_requests'],
    [404, 'not_found'],
    [400, 'invalid_request'],
    [409, 'a_code_of_tomorrow'],
  ])('still owes an order whose repetition is answered %i %s', async (status, code) => {
    const { checkout, keys, onRefused, state } = checkoutWith(
      vi
        .fn()
        .mockRejectedValueOnce(refusalOf(0, 'network'))
        .mockRejectedValueOnce(refusalOf(status, code))
        .mockResolvedValueOnce({ order, seq: 0 }),
    );
    await checkout.submit(request);
    await checkout.resume();
    expect(state()).toMatchObject({ name: 'lost', again: true, error: { code } });
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
    const { checkout, state } = checkoutWith(
      vi.fn().mockRejectedValueOnce(refusalOf(0, 'network')).mockRejectedValue(refusalOf(409, code)),
    );
    await checkout.submit(request);
    await checkout.resume();
    expect(state()).toMatchObject({ name: 'refused', error: { code } });
  });

  test('takes a busy server for no refusal, even of the first send', async () => {
    const { checkout, keys, state } = checkoutWith(
      vi
        .fn()
        .mockRejectedValueOnce(refusalOf(429, 'too_many_requests'))
        .mockResolvedValueOnce({ order, seq: 0 }),
    );
    await checkout.submit(request);
    expect(state()).toMatchObject({ name: 'lost', again: false });
    await checkout.resume();
    expect(new Set(keys()).size).toBe(1);
  });

  test('hands the order over before the key is forgotten', async () => {
    const { checkout, onPlaced, state, attempts } = checkoutWith(() => Promise.resolve({ order, seq: 0 }));
    const owed = vi.fn(() => attempts.recall('1.T8'));
    onPlaced.mockImplementation(owed);
    await checkout.submit(request);
    expect(owed).toHaveReturnedWith(expect.objectContaining({ request }));
    expect(attempts.recall('1.T8')).toBeUndefined();
    expect(state()).toEqual({ name: 'placed', order });
  });

  test.each([0, 500, 503])('does not know what became of the order at status %i', async (status) => {
    const { checkout, state } = checkoutWith(() => Promise.reject(refusalOf(status, 'internal_error')));
    await checkout.submit(request);
    expect(state().name).toBe('lost');
  });
});
