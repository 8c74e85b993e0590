import type { OrderSearchQuery } from '@carillon/contract';
import { flushPromises } from '@vue/test-utils';
import { describe, expect, test, vi } from 'vitest';
import { refusal } from '../../testing/fake-api.ts';
import type { Answers } from '../../testing/fake-api.ts';
import { button, loggedIn, openConsole, press, staff, text } from '../../testing/open-console.ts';
import { anEvent, anOrder, aRing } from '../../testing/orders.ts';

// Loaded here, so that a test waits for the page and not for the compiler.
import './OrdersPage.vue';
import './OrderPage.vue';

const queryOf = (options: unknown) => (options as { query?: OrderSearchQuery }).query ?? {};
const rows = () => [...document.querySelectorAll<HTMLElement>('main [data-order-id]')];

async function openOrders(answers: Answers, path = '') {
  const opened = await openConsole(`/shops/1/orders${path}`, { ...loggedIn, ...answers });
  await vi.waitFor(() => expect(document.querySelector('main')?.childElementCount).toBeGreaterThan(1));
  await flushPromises();
  await press('先看看，不响铃');
  return opened;
}

describe('the list of orders', () => {
  test('stands under its days, and each order follows the line', async () => {
    const yesterday = anOrder(1, { status: 'completed', placedAt: '2026-11-20T02:00:00.000Z' });
    const { line } = await openOrders({
      searchOrders: () => ({ orders: [anOrder(17), yesterday], next: null }),
    });
    expect([...document.querySelectorAll('main h2')].map((head) => head.textContent)).toEqual([
      '今天',
      '昨天',
    ]);
    expect(rows()[0]?.textContent).toContain('待接单');
    line.deliver(anEvent(anOrder(17, { status: 'accepted' })), 5);
    line.deliver(anEvent(anOrder(18)), 6);
    await flushPromises();
    expect(rows()[0]?.textContent).toContain('制作中');
    expect(button('有 1 笔新订单，点这里显示')).toBeTruthy();
  });

  test('is asked for as the address says, page by page, and in fen', async () => {
    const asked: OrderSearchQuery[] = [];
    const { path } = await openOrders(
      {
        searchOrders(options) {
          const query = queryOf(options);
          asked.push(query);
          return { orders: [anOrder(query.before === undefined ? 9 : 8)], next: query.before ? null : 9 };
        },
      },
      '?only=refunded&min=12.5',
    );
    await press('更早的订单');
    expect(asked).toEqual([
      { only: 'refunded', minFen: 1250 },
      { only: 'refunded', minFen: 1250, before: 9 },
    ]);
    expect(rows()).toHaveLength(2);
    await press('清除条件');
    expect(path()).toBe('/shops/1/orders');
    expect(asked.at(-1)).toEqual({});
  });

  test('that cannot be read says why, and one without an order what to expect', async () => {
    let fails = true;
    await openOrders({
      searchOrders: () =>
        fails ? Promise.reject(refusal(503, 'database_unavailable')) : { orders: [], next: null },
    });
    expect(text()).toContain('订单没有读出来');
    fails = false;
    await press('重试');
    expect(text()).toContain('还没有订单');
  });
});

describe('the page of an order', () => {
  const delivery = anOrder(40, {
    ...{ status: 'accepted', fulfilment: 'delivery', tableName: null, deliveryFeeFen: 500 },
    contact: { name: '李雷', phone: '138 0000 0000', address: '桂花巷 9 号' },
  });
  const answers: Answers = {
    readOrder: () => ({ order: delivery, seq: 1 }),
    readConversationAsStaff: () => ({
      conversation: { orderId: 40, to: 'x', messages: [], unread: { buyer: 0, shop: 0 } },
      seq: 0,
    }),
  };

  test('says all of it, and follows the line though the board has forgotten it', async () => {
    const { line } = await openOrders(answers, '/40');
    expect(text()).toContain('桂花巷 9 号');
    expect(document.querySelector('a[href^="tel:"]')?.getAttribute('href')).toBe('tel:13800000000');
    line.deliver(anEvent({ ...delivery, status: 'completed' }), 5);
    await flushPromises();
    expect(rows()[0]?.dataset.status).toBe('completed');
    expect(text()).toContain('没有要处理的');
  });

  test('says what became of WeChat’s messages, and looks again while one is on its way', async () => {
    let fate: 'sent' | 'failed' = 'sent';
    const { clock } = await openOrders(
      {
        ...answers,
        readOrderMessages: () => ({
          messages: [
            {
              ...{ id: 1, kind: 'order_status', to: null, attempts: 1, fate },
              ...{ askedAt: delivery.placedAt, at: delivery.placedAt },
              reason: fate === 'failed' ? 'user_blocked' : null,
            },
          ],
        }),
      },
      '/40',
    );
    expect(document.querySelector('[data-message-fate]')?.textContent).toContain('微信已收下');
    fate = 'failed';
    clock.advance(10_000);
    await flushPromises();
    expect(document.querySelector('[data-message-fate="failed"]')?.textContent).toContain('拒收');
  });

  test('says whose device rang, and promises nothing any more once it is called off', async () => {
    const at = '2026-11-21T02:00:30.000Z';
    const rang = { at, what: 'rang' as const, device: 'iPad · Safari', who: '小周', why: null };
    const order = anOrder(40, { status: 'cancelled', promisedAt: at, ring: aRing({ events: [rang] }) });
    await openOrders({ ...answers, readOrder: () => ({ order, seq: 1 }) }, '/40');
    expect(text()).toContain('小周 的 iPad · Safari 响了');
    expect(text()).not.toContain('预计');
  });

  test('takes the order’s next step', async () => {
    const { fake } = await openOrders(
      { ...answers, sendOrder: () => ({ order: { ...delivery, status: 'delivering' }, seq: 2 }) },
      '/40',
    );
    await press('开始配送：040');
    expect(fake.calls).toContain('sendOrder');
    expect(rows()[0]?.dataset.status).toBe('delivering');
  });

  test('offers a clerk no refund, and says whom to ask', async () => {
    const clerk = { ...staff, shops: [{ id: 1, name: '川味小馆', role: 'clerk' as const }] };
    await openOrders({ ...answers, readSelf: () => ({ staff: clerk }) }, '/40');
    expect(() => button('退款：040')).toThrow();
    expect(text()).toContain('请找店主或店长');
  });

  test('of a pass leads to the pass, and offers neither a step nor a refund', async () => {
    const bought = anOrder(40, { status: 'completed', fulfilment: 'pass', tableName: null, passId: 7 });
    await openOrders({ ...answers, readOrder: () => ({ order: bought, seq: 1 }) }, '/40');
    expect(document.querySelector('a[href$="/passes/7"]')?.textContent).toContain('查看次卡');
    expect(() => button('退款：040')).toThrow();
    expect(() => button('完成：040')).toThrow();
  });

  test('of another shop is not there', async () => {
    await openOrders({ ...answers, readOrder: () => ({ order: { ...delivery, shopId: 2 }, seq: 1 }) }, '/40');
    expect(text()).toContain('没有这笔订单');
  });

  test('says when what it shows is how it was', async () => {
    const { line } = await openOrders(answers, '/40');
    line.tell({ name: 'offline', since: Date.parse(delivery.placedAt), retryInMs: 500, reason: '' });
    await flushPromises();
    expect(text()).toContain('这里是断开前的样子');
  });
});
