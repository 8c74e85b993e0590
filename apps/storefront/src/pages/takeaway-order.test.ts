import { makeEvent, makeOrder, refusalOf } from '@carillon/buyer/testing';
import type { Answers } from '@carillon/buyer/testing';
import type { Order, OrderRefund } from '@carillon/contract';
import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { mountPage } from '../testing/mount-page.ts';

const destination = '/topic/orders/7';
const NOW = '2026-11-21T04:10:00.000Z';
const contact = { name: '李雷', phone: '13800000000', address: '桂花巷 9 号' };
const delivery = { fulfilment: 'delivery', tableName: null, contact, deliveryFeeFen: 500 } as const;
const refund: OrderRefund = {
  ...{ id: 1, amountFen: 5_600, cause: 'cancelled', state: 'processing', reason: '没有鱼了' },
  ...{ askedAt: NOW, settledAt: null },
};
let opened: Awaited<ReturnType<typeof mountPage>> | undefined;

async function openOrder(order: Order, answers: Answers = {}) {
  opened = await mountPage('/orders/7', {
    readOrder: () => Promise.resolve({ order, seq: 3 }),
    ...answers,
  });
  return opened;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'], now: new Date(NOW) });
});
afterEach(() => {
  opened?.page.unmount();
  vi.useRealTimers();
  localStorage.clear();
});

describe('the page of an order that is delivered', () => {
  test('says where it goes, for how much, and how it gets on', async () => {
    const { page, line } = await openOrder(makeOrder({ ...delivery, status: 'paid' }));
    expect(page.text()).toContain('桂花巷 9 号');
    expect(page.text()).toContain('配送费¥5.00');
    const promisedAt = '2026-11-21T04:40:00.000Z';
    const accepted = makeOrder({ ...delivery, status: 'accepted', promisedAt });
    line.deliver(destination, 4, makeEvent('order.accepted', accepted));
    await flushPromises();
    expect(page.text()).toMatch(/预计 \d\d:40 送达/);
    line.deliver(destination, 5, makeEvent('order.delivering', { ...accepted, status: 'delivering' }));
    await flushPromises();
    expect(page.get('[aria-current="step"]').text()).toContain('配送中');
    expect(page.text()).toContain('正在配送');
  });

  test('moves the promised time when staff do, and admits it when that has passed', async () => {
    const accepted = makeOrder({ ...delivery, status: 'accepted', promisedAt: '2026-11-21T04:40:00.000Z' });
    const { page, line } = await openOrder(accepted);
    line.deliver(
      destination,
      4,
      makeEvent('order.promised', { ...accepted, promisedAt: '2026-11-21T04:55:00.000Z' }),
    );
    await flushPromises();
    expect(page.text()).toMatch(/预计 \d\d:55 送达/);
    await vi.advanceTimersByTimeAsync(46 * 60_000);
    expect(page.text()).toMatch(/原定 \d\d:55，店家会尽快/);
  });
});

test('an order that is fetched says that it is ready, and what to say', async () => {
  const { page } = await openOrder(makeOrder({ fulfilment: 'pickup', tableName: null, status: 'ready' }));
  expect(page.get('[aria-current="step"]').text()).toContain('已出餐');
  expect(page.text()).toContain('请到柜台报取餐号 017 取餐');
});

describe('reminding the shop', () => {
  test('counts down a minute until it can be done again', async () => {
    const order = makeOrder({ status: 'paid' });
    const remindOrder = vi.fn(() => Promise.resolve({ order: { ...order, remindedAt: NOW }, seq: 4 }));
    const { press, named } = await openOrder(order, { remindOrder });
    // Between two beats of the page's clock: it said 61 seconds once.
    await vi.advanceTimersByTimeAsync(900);
    await press('催单');
    expect(named('已催单，60 秒后可再催').attributes('disabled')).toBeDefined();
    await vi.advanceTimersByTimeAsync(59_100);
    expect(named('已催单，1 秒后可再催').attributes('disabled')).toBeDefined();
    await vi.advanceTimersByTimeAsync(1_000);
    await press('催单');
    expect(remindOrder).toHaveBeenCalledTimes(2);
  });

  test('goes on counting where a reload left it', async () => {
    const remindedAt = '2026-11-21T04:09:30.000Z';
    const { named } = await openOrder(makeOrder({ status: 'paid', remindedAt }));
    expect(named('已催单，30 秒后可再催').exists()).toBe(true);
  });

  test('waits when another tab has done it', async () => {
    const remindOrder = () => Promise.reject(refusalOf(429, 'order_reminded_lately', { again: NOW }));
    const { press, page } = await openOrder(makeOrder({ status: 'paid' }), { remindOrder });
    await press('催单');
    expect(page.text()).toContain('已催单，60 秒后可再催');
    expect(page.find('[role="alert"]').exists()).toBe(false);
  });

  test('says what went wrong, and can be tried again', async () => {
    const remindOrder = () => Promise.reject(refusalOf(0, 'network'));
    const { press, page, named } = await openOrder(makeOrder({ status: 'paid' }), { remindOrder });
    await press('催单');
    expect(page.get('[role="alert"]').text()).toContain('连不上网络');
    expect(named('催单').attributes('disabled')).toBeUndefined();
  });

  test('is offered while the order waits, and then no more', async () => {
    const { page, line } = await openOrder(makeOrder({ status: 'paid' }));
    line.deliver(destination, 4, makeEvent('order.accepted', makeOrder({ status: 'accepted' })));
    await flushPromises();
    expect(page.text()).not.toContain('催单');
    expect(page.text()).not.toContain('取消订单');
  });
});

describe('cancelling', () => {
  const cancelled = makeOrder({
    status: 'cancelled',
    paidAt: NOW,
    cancellation: { reason: 'buyer', note: '' },
    refunds: [refund],
  });

  test('asks once more, and then says where the money is', async () => {
    const cancelOwnOrder = vi.fn(() => Promise.resolve({ order: cancelled, seq: 4 }));
    const { page, press, line } = await openOrder(makeOrder({ status: 'paid' }), { cancelOwnOrder });
    await press('取消订单');
    expect(page.get('dialog').text()).toContain('¥56.00 会原路退回');
    await press('先不取消');
    expect(cancelOwnOrder).not.toHaveBeenCalled();
    await press('取消订单');
    await page.findAll('dialog button')[1]?.trigger('click');
    await flushPromises();
    expect(page.text()).toContain('您取消了这个订单');
    expect(page.text()).toContain('退款处理中');
    const refunds: OrderRefund[] = [{ ...refund, state: 'succeeded', settledAt: NOW }];
    line.deliver(destination, 5, makeEvent('order.refund', { ...cancelled, refunds }));
    await flushPromises();
    expect(page.text()).toContain('退款已到账');
  });

  test('is refused when the shop was quicker, and the page moves on', async () => {
    const readOrder = vi
      .fn()
      .mockResolvedValueOnce({ order: makeOrder({ status: 'paid' }), seq: 3 })
      .mockResolvedValueOnce({ order: makeOrder({ status: 'accepted' }), seq: 4 });
    const cancelOwnOrder = () => Promise.reject(refusalOf(409, 'order_already_accepted'));
    const { page, press } = await openOrder(makeOrder(), { readOrder, cancelOwnOrder });
    await press('取消订单');
    await page.findAll('dialog button')[1]?.trigger('click');
    await flushPromises();
    expect(page.text()).toContain('商家已接单，正在制作');
  });

  test.each([
    ['expired', '', '超时未支付'],
    ['rejected', '今天没有鱼了', '店家没有接这个订单'],
    ['shop', '厨房停电', '店家取消了这个订单'],
  ] as const)('shows the reason %s, and what the shop says', async (reason, note, words) => {
    const { page } = await openOrder(makeOrder({ status: 'cancelled', cancellation: { reason, note } }));
    expect(page.text()).toContain(words);
    expect(page.text()).toContain(note);
    expect(page.find('.steps').exists()).toBe(false);
  });

  test('says what to do about a refund that failed', async () => {
    const refunds: OrderRefund[] = [{ ...refund, state: 'failed' }];
    const { page } = await openOrder({ ...cancelled, refunds });
    expect(page.text()).toContain('退款没有成功');
    expect(page.text()).toContain('请联系店家');
  });

  test('shows what the shop gave back of an order that goes on, and why', async () => {
    const refunds: OrderRefund[] = [{ ...refund, cause: 'staff', amountFen: 800, reason: '少了一份米饭' }];
    const { page } = await openOrder(makeOrder({ status: 'completed', refunds }));
    expect(page.get('.refunds').text()).toContain('¥8.00');
    expect(page.get('.refunds').text()).toContain('少了一份米饭');
  });
});
