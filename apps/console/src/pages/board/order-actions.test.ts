import type { Order } from '@carillon/contract';
import { flushPromises } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { refusal } from '../../testing/fake-api.ts';
import type { Answers } from '../../testing/fake-api.ts';
import { button, loggedIn, openConsole, press, staff, text } from '../../testing/open-console.ts';
import { anOrder } from '../../testing/orders.ts';

const shop = {
  ...{ id: 1, name: '川味小馆', phone: '', address: '', pickup: true, delivery: null },
  promiseMinutes: 25,
  isOpen: true,
};

async function openDrawer(order: Order, answers: Answers = {}) {
  const opened = await openConsole(`/shops/1/board?order=${order.id}`, {
    ...loggedIn,
    readBoard: () => ({ orders: [order], seq: 4 }),
    listShops: () => ({ shops: [shop] }),
    ...answers,
  });
  await press('先看看，不响铃');
  return opened;
}
async function choose(label: string): Promise<void> {
  const found = [...document.querySelectorAll('label')].find((one) => one.textContent.trim() === label);
  if (!found) throw new Error(`no choice ${label}`);
  found.querySelector('input')?.click();
  await flushPromises();
}
async function submit(): Promise<void> {
  const form = await vi.waitUntil(() => document.querySelector('.el-dialog form'));
  form.dispatchEvent(new Event('submit', { cancelable: true }));
  await flushPromises();
}

test('an order is accepted with the shop’s promise, or with another', async () => {
  const sent: unknown[] = [];
  const acceptOrder = (options: unknown) => {
    sent.push(options);
    return Promise.reject(refusal(503, 'database_busy'));
  };
  await openDrawer(anOrder(1), { acceptOrder });
  const accept = async () => {
    document.querySelector<HTMLElement>('.el-drawer .step')?.click();
    await flushPromises();
  };
  expect(text()).toContain('默认 25 分');
  await accept();
  await choose('45 分');
  await accept();
  expect(sent).toEqual([
    { params: { orderId: 1 } },
    { params: { orderId: 1 }, body: { promiseMinutes: 45 } },
  ]);
});

test('an order that waits is rejected with a reason, after being told what goes back', async () => {
  const sent: unknown[] = [];
  await openDrawer(anOrder(1), {
    rejectOrder(options) {
      sent.push(options);
      const cancellation = { reason: 'rejected' as const, note: '太忙，做不过来' };
      return { order: anOrder(1, { status: 'cancelled', cancellation }), seq: 1 };
    },
  });
  await press('拒单：1 号桌 · 001');
  await vi.waitFor(() => expect(text()).toContain('¥42.00 全部退回'));
  await choose('太忙，做不过来');
  await Promise.all([submit(), submit()]);
  expect(sent).toEqual([{ params: { orderId: 1 }, body: { reason: '太忙，做不过来' } }]);
  expect(text()).toContain('店里拒单。 太忙，做不过来');
  expect(document.querySelector('#column-waiting')?.textContent).not.toContain('001');
});

test('another promise shows as soon as the server has it', async () => {
  const accepted = anOrder(1, { status: 'accepted', promisedAt: '2026-11-21T02:20:00.000Z' });
  const sent: unknown[] = [];
  await openDrawer(accepted, {
    promiseOrder(options) {
      sent.push(options);
      return { order: { ...accepted, promisedAt: '2026-11-21T02:30:00.000Z' }, seq: 1 };
    },
  });
  await press('改时间');
  await press('30 分');
  expect(sent).toEqual([{ params: { orderId: 1 }, body: { promiseMinutes: 30 } }]);
  const minutes = new Date('2026-11-21T02:30:00.000Z').toTimeString().slice(0, 5);
  expect(document.querySelector('.el-drawer')?.textContent).toContain(`预计 ${minutes}`);
});

test('a part of an accepted order’s money is given back from the order', async () => {
  const order = anOrder(1, { status: 'accepted' });
  const sent: unknown[] = [];
  await openDrawer(order, {
    refundOrder(options) {
      sent.push(options);
      const refund = { id: 1, amountFen: 4200, cause: 'staff' as const, state: 'processing' as const };
      const refunds = [{ ...refund, reason: '餐品有误', askedAt: order.placedAt, settledAt: null }];
      return { order: { ...order, refunds }, seq: 1 };
    },
  });
  await press('退款：1 号桌 · 001');
  await vi.waitFor(() => expect(text()).toContain('全部 ¥42.00'));
  await choose('餐品有误');
  await submit();
  expect(sent).toMatchObject([{ params: { orderId: 1 }, body: { amountFen: 4200, reason: '餐品有误' } }]);
  expect(document.querySelector('[data-refund-state="processing"]')?.textContent).toContain('退款中');
  expect(() => button('退款：1 号桌 · 001')).toThrow();
});

test('a clerk rejects what waits, and neither cancels nor refunds what was accepted', async () => {
  const clerk = { ...staff, shops: [{ id: 1, name: '川味小馆', role: 'clerk' as const }] };
  const readSelf = () => ({ staff: clerk });
  const { line } = await openDrawer(anOrder(1), { readSelf });
  expect(button('拒单：1 号桌 · 001')).toBeTruthy();
  const order = anOrder(1, { status: 'accepted' });
  line.deliver({ type: 'order.accepted', at: order.placedAt, order }, 5);
  await flushPromises();
  expect(() => button('取消订单：1 号桌 · 001')).toThrow();
  expect(text()).toContain('请找店主或店长');
});

test('an order that is not on the board is fetched to be looked at', async () => {
  const cancellation = { reason: 'shop' as const, note: '已打烊' };
  const { fake } = await openConsole('/shops/1/board?order=77', {
    ...loggedIn,
    readOrder: () => ({ order: anOrder(77, { status: 'cancelled', cancellation }), seq: 1 }),
  });
  await press('先看看，不响铃');
  expect(fake.calls).toContain('readOrder');
  expect(text()).toContain('店里取消。 已打烊');
});
