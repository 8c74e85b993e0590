import { lineOf } from '@carillon/buyer';
import { makeMenu, makeOrder, makeProduct, refusalOf, shop } from '@carillon/buyer/testing';
import type { PlaceOrderRequest } from '@carillon/contract';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cartMemory } from '../features/cart/cart-memory.ts';
import { attempts } from '../features/checkout/attempts.ts';
import { forgetAttempts } from '../testing/forget-attempts.ts';
import { mountPage } from '../testing/mount-page.ts';

const noodles = makeProduct({ id: 1, name: '牛肉面', priceFen: 2_800 });
const order = makeOrder({ id: 7, status: 'paid' });
const placed = () => Promise.resolve({ order, seq: 0 });
let opened: Awaited<ReturnType<typeof mountPage>> | undefined;

interface Call {
  body: PlaceOrderRequest;
  headers: Record<string, string>;
}

async function openCheckout(placeOrder = vi.fn<(call: Call) => Promise<unknown>>(placed)) {
  const readMenu = vi.fn(() => Promise.resolve(makeMenu(noodles)));
  opened = await mountPage('/t/T8/checkout', {
    readTable: () => Promise.resolve({ shop, table: { code: 'T8', name: '8 号桌' } }),
    readMenu,
    placeOrder,
    readOrder: placed,
  });
  return { ...opened, readMenu, placeOrder };
}

beforeEach(() => cartMemory.remember('1.T8', [lineOf(noodles, 2)]));
afterEach(() => {
  opened?.page.unmount();
  forgetAttempts('1.T8');
});

describe('the checkout page', () => {
  test('places what is in the cart at the table, with the remark, and goes on to the order', async () => {
    const { page, press, placeOrder, arrives } = await openCheckout();
    await page.get('textarea').setValue(' 少放辣 ');
    await press('提交订单 ¥56.00');
    expect(placeOrder.mock.calls[0]?.[0].body).toEqual({
      fulfilment: 'table',
      tableCode: 'T8',
      remark: '少放辣',
      lines: [{ productId: 1, quantity: 2 }],
      totalFen: 5_600,
    });
    await arrives('/orders/7');
    await vi.waitFor(() => expect(cartMemory.recall('1.T8')).toEqual([]));
  });

  test('orders without the table when the buyer picks up', async () => {
    const { page, press, placeOrder } = await openCheckout();
    await page.findAll('input[type="radio"]')[1]?.setValue(true);
    await press('提交订单 ¥56.00');
    expect(placeOrder.mock.calls[0]?.[0].body).toMatchObject({ fulfilment: 'pickup' });
    expect(placeOrder.mock.calls[0]?.[0].body).not.toHaveProperty('tableCode');
  });

  test('shows the new total when a price has changed, and asks again', async () => {
    const placeOrder = vi.fn(placed).mockRejectedValueOnce(refusalOf(409, 'price_changed'));
    const { page, press, readMenu, arrives } = await openCheckout(placeOrder);
    readMenu.mockResolvedValueOnce(makeMenu({ ...noodles, priceFen: 3_000 }));
    await press('提交订单 ¥56.00');
    expect(page.get('[role="alert"]').text()).toContain('新的合计是 ¥60.00');
    await press('提交订单 ¥60.00');
    await arrives('/orders/7');
  });

  test('names what ran short, and offers what is left', async () => {
    const placeOrder = vi.fn(placed).mockRejectedValueOnce(refusalOf(409, 'sold_out'));
    const { page, press, readMenu, named } = await openCheckout(placeOrder);
    readMenu.mockResolvedValueOnce(makeMenu({ ...noodles, stock: 1 }));
    await press('提交订单 ¥56.00');
    expect(page.text()).toContain('有菜品不够了');
    expect(page.text()).toContain('牛肉面只剩 1 份，已从 2 份减少');
    expect(named('提交订单 ¥28.00').exists()).toBe(true);
  });

  test('says so when nothing of the order is left', async () => {
    const placeOrder = vi.fn(placed).mockRejectedValueOnce(refusalOf(409, 'product_off_shelf'));
    const { page, press, readMenu } = await openCheckout(placeOrder);
    readMenu.mockResolvedValueOnce(makeMenu());
    await press('提交订单 ¥56.00');
    expect(page.text()).toContain('有菜品已下架');
    expect(page.text()).toContain('牛肉面已下架，这次不会下单');
    expect(page.text()).toContain('购物车是空的');
  });

  test.each([
    ['invalid_request', 400, '提交的内容有误'],
    ['idempotency_key_reused', 422, '这次提交和之前的不一致'],
    ['a_code_of_tomorrow', 409, 'a_code_of_tomorrow'],
  ])('says %s in words', async (code, status, words) => {
    const { page, press } = await openCheckout(vi.fn(() => Promise.reject(refusalOf(status, code))));
    await press('提交订单 ¥56.00');
    expect(page.get('[role="alert"]').text()).toContain(words);
  });

  test('asks for the outcome with the same key when no answer came', async () => {
    const placeOrder = vi.fn<(call: Call) => Promise<unknown>>(placed);
    placeOrder.mockRejectedValueOnce(refusalOf(0, 'network'));
    const { page, press, arrives } = await openCheckout(placeOrder);
    await press('提交订单 ¥56.00');
    expect(page.get('[role="alert"]').text()).toContain('不会重复下单');
    await press('再次确认');
    const [first, second] = placeOrder.mock.calls.map(([call]) => call);
    expect(second).toEqual(first);
    await arrives('/orders/7');
  });

  test('finds out by itself about the order that was sent before the page was reloaded', async () => {
    const request = { lines: [{ productId: 1, quantity: 2 }], totalFen: 5_600 };
    attempts.remember('1.T8', { key: 'kept', request, startedAt: Date.now() });
    const { placeOrder, arrives } = await openCheckout();
    expect(placeOrder.mock.calls.map(([call]) => call.headers['idempotency-key'])).toEqual(['kept']);
    await arrives('/orders/7');
  });

  test('keeps the order owed while the server is busy, and says so', async () => {
    const placeOrder = vi.fn(placed).mockRejectedValueOnce(refusalOf(429, 'too_many_requests'));
    const { page, press, arrives } = await openCheckout(placeOrder);
    await press('提交订单 ¥56.00');
    expect(page.get('[role="alert"]').text()).toContain('操作太频繁');
    await press('再次确认');
    await arrives('/orders/7');
  });

  test('lets the buyer give up an order that cannot be found out about', async () => {
    const placeOrder = vi.fn<(call: Call) => Promise<unknown>>(placed);
    placeOrder
      .mockRejectedValueOnce(refusalOf(0, 'network'))
      .mockRejectedValueOnce(refusalOf(404, 'not_found'));
    const { press, named } = await openCheckout(placeOrder);
    await press('提交订单 ¥56.00');
    expect(() => named('放弃那次提交')).toThrow();
    await press('再次确认');
    await press('放弃那次提交');
    expect(named('提交订单 ¥56.00').exists()).toBe(true);
  });

  describe('with an order sent long ago', () => {
    const request = { lines: [{ productId: 1, quantity: 2 }], totalFen: 5_600 };

    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 10, 21, 12, 9) });
      cartMemory.remember('1.T8', [lineOf(noodles, 2)]);
      attempts.remember('1.T8', { key: 'old', request, startedAt: +new Date(2026, 10, 21, 12, 3) });
    });
    afterEach(() => vi.useRealTimers());

    test('asks what to do with it, and checks it with its key', async () => {
      const { page, press, placeOrder, arrives } = await openCheckout();
      expect(page.get('[role="alert"]').text()).toContain('12:03 的订单可能已经提交');
      expect(placeOrder).not.toHaveBeenCalled();
      await press('查询结果');
      expect(placeOrder.mock.calls.map(([call]) => call.headers['idempotency-key'])).toEqual(['old']);
      await arrives('/orders/7');
      expect(cartMemory.recall('1.T8')).toEqual([]);
    });

    test('orders anew only after it was given up', async () => {
      const { named, press, placeOrder } = await openCheckout();
      expect(() => named('提交订单 ¥56.00')).toThrow();
      await press('放弃那次提交');
      await press('提交订单 ¥56.00');
      expect(placeOrder.mock.calls[0]?.[0].headers['idempotency-key']).not.toBe('old');
    });
  });

  test('empties the cart before it goes on, and leads to the order when its page does not load', async () => {
    const { page, press, router, named } = await openCheckout();
    const replace = vi.spyOn(router, 'replace');
    const cartThen = vi.fn(() => cartMemory.recall('1.T8'));
    replace.mockImplementationOnce(() => {
      cartThen();
      return Promise.reject(new Error('no chunk'));
    });
    await press('提交订单 ¥56.00');
    expect(cartThen).toHaveReturnedWith([]);
    expect(page.text()).toContain('订单 017 已提交');
    expect(named('查看订单').attributes('href')).toBe('/orders/7');
  });
});
