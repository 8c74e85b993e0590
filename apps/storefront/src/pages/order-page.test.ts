import { makeEvent, makeOrder, refusalOf } from '@carillon/buyer/testing';
import { flushPromises } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { mountPage } from '../testing/mount-page.ts';

const destination = '/topic/orders/7';
const trade = {
  outTradeNo: 'C7',
  codeUrl: 'weixin://wxpay/bizpayurl?pr=1',
  amountFen: 5_600,
  expiresAt: '2999-01-01T00:00:00.000Z',
  watchToken: 'secret',
};
let opened: Awaited<ReturnType<typeof mountPage>> | undefined;

async function openOrder(order = makeOrder()) {
  opened = await mountPage('/orders/7', {
    readOrder: () => Promise.resolve({ order, seq: 3 }),
    openTrade: () => Promise.resolve(trade),
  });
  return opened;
}

afterEach(() => {
  opened?.page.unmount();
  localStorage.clear();
});

describe('the page of an order', () => {
  test('shows the code to pay with, and the amount', async () => {
    const { page } = await openOrder();
    expect(page.get('[role="img"]').attributes('aria-label')).toBe('微信支付付款码，¥56.00');
    expect(page.text()).toContain('应付金额¥56.00');
  });

  test('copies the code for a phone that cannot scan itself', async () => {
    const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const { page, press } = await openOrder();
    await press('复制付款码');
    expect(writeText).toHaveBeenCalledWith(trade.codeUrl);
    expect(page.text()).toContain('已复制');
    writeText.mockRestore();
  });

  test('says until when it can be paid', async () => {
    const { page } = await openOrder(makeOrder({ expiresAt: new Date(2026, 10, 21, 12, 15).toISOString() }));
    expect(page.text()).toContain('请在 12:15 前支付');
  });

  test('reads the order when the trade that it shows is settled', async () => {
    const readOrder = vi
      .fn()
      .mockResolvedValueOnce({ order: makeOrder(), seq: 3 })
      .mockResolvedValueOnce({ order: makeOrder({ status: 'paid' }), seq: 4 });
    opened = await mountPage('/orders/7', { readOrder, openTrade: () => Promise.resolve(trade) });
    const { page, watchTrade } = opened;
    const [watched, onSettled] = watchTrade.mock.calls[0] ?? [];
    expect(watched).toEqual(trade);
    onSettled?.({ outTradeNo: 'C7', orderId: 7, state: 'paid', amountFen: 5_600 });
    await flushPromises();
    expect(page.text()).toContain('支付成功');
  });

  test('opens another trade when the one that it shows was given up', async () => {
    const openTrade = vi
      .fn()
      .mockResolvedValueOnce(trade)
      .mockResolvedValue({ ...trade, outTradeNo: 'C8' });
    opened = await mountPage('/orders/7', {
      readOrder: () => Promise.resolve({ order: makeOrder(), seq: 3 }),
      openTrade,
    });
    const { watchTrade } = opened;
    watchTrade.mock.calls[0]?.[1]({ outTradeNo: 'C7', orderId: 7, state: 'closed', amountFen: 5_600 });
    await flushPromises();
    expect(watchTrade.mock.calls.map(([{ outTradeNo }]) => outTradeNo)).toEqual(['C7', 'C8']);
  });

  test('says clearly that the time to pay is over, and leads to the menu', async () => {
    const openTrade = () => Promise.reject(refusalOf(409, 'order_expired'));
    opened = await mountPage('/orders/7', {
      readOrder: () => Promise.resolve({ order: makeOrder(), seq: 3 }),
      openTrade,
    });
    expect(opened.page.get('[role="alert"]').text()).toContain('支付时间已过');
    expect(opened.named('再来一单').attributes('href')).toBeDefined();
  });

  describe('on a wide screen', () => {
    beforeEach(() => {
      vi.spyOn(window, 'matchMedia').mockImplementation(
        () => Object.assign(new EventTarget(), { matches: true }) as unknown as MediaQueryList,
      );
    });

    afterEach(() => {
      vi.restoreAllMocks();
    });

    test('has the code in a pop-up over the order, that can be closed and brought back', async () => {
      const { page, press } = await openOrder();
      expect(page.get('dialog [role="img"]').attributes('aria-label')).toBe('微信支付付款码，¥56.00');
      await press('关闭');
      expect(page.find('dialog').exists()).toBe(false);
      await press('显示付款码');
      expect(page.find('dialog [role="img"]').exists()).toBe(true);
    });

    test('closes the pop-up and shows the progress when the payment comes', async () => {
      const { page, line } = await openOrder();
      line.deliver(destination, 4, makeEvent('order.paid', makeOrder({ status: 'paid' })));
      await flushPromises();
      expect(page.find('dialog').exists()).toBe(false);
      expect(page.text()).toContain('支付成功');
    });
  });

  test('moves to the progress by itself when the payment comes', async () => {
    const { page, line } = await openOrder();
    line.deliver(destination, 4, makeEvent('order.paid', makeOrder({ status: 'paid' })));
    await flushPromises();
    expect(page.text()).toContain('支付成功');
    expect(page.get('h1').text()).toBe('订单 017');
    expect(page.find('[role="img"]').exists()).toBe(false);
  });

  test('reads the order again when the server says that it is paid already', async () => {
    const readOrder = vi
      .fn()
      .mockResolvedValueOnce({ order: makeOrder(), seq: 3 })
      .mockResolvedValueOnce({ order: makeOrder({ status: 'paid' }), seq: 4 });
    const openTrade = () => Promise.reject(refusalOf(409, 'order_already_paid'));
    opened = await mountPage('/orders/7', { readOrder, openTrade });
    expect(opened.page.text()).toContain('支付成功');
  });

  test('moves the line of steps as the shop works', async () => {
    const { page, line } = await openOrder(makeOrder({ status: 'paid' }));
    expect(page.get('[aria-current="step"]').text()).toContain('已付款');
    line.deliver(destination, 4, makeEvent('order.accepted', makeOrder({ status: 'accepted' })));
    await flushPromises();
    expect(page.get('[aria-current="step"]').text()).toContain('制作中');
    line.deliver(destination, 5, makeEvent('order.completed', makeOrder({ status: 'completed' })));
    await flushPromises();
    expect(page.text()).toContain('已完成，请享用');
  });

  test('says honestly that the line is down, and nothing while it stands', async () => {
    const { page, line } = await openOrder(makeOrder({ status: 'paid' }));
    line.become('offline');
    await flushPromises();
    expect(page.text()).toContain('连接断开，正在重连');
    line.become('online');
    await flushPromises();
    expect(page.text()).not.toContain('连接');
  });

  test('says whose orders can be seen when it is somebody else’s', async () => {
    opened = await mountPage('/orders/8', {
      readOrder: () => Promise.reject(refusalOf(404, 'order_not_found')),
    });
    expect(opened.page.get('[role="alert"]').text()).toContain('没有找到这个订单');
  });
});

describe('the list of orders', () => {
  test('leads to each order', async () => {
    opened = await mountPage('/orders', {
      listOwnOrders: () => Promise.resolve({ orders: [makeOrder()], seq: 0 }),
    });
    expect(opened.named('订单 017, 待支付, ¥56.00'.replaceAll(', ', '，')).attributes('href')).toBe(
      '/orders/7',
    );
  });

  test('leads back to the menu when there is none', async () => {
    opened = await mountPage('/orders', { listOwnOrders: () => Promise.resolve({ orders: [], seq: 0 }) });
    expect(opened.page.text()).toContain('还没有订单');
    expect(opened.named('去点餐').attributes('href')).toBe('/');
  });
});
