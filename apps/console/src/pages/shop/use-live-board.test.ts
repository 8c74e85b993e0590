import { createTestClient } from '@carillon/client/testing';
import type { OrderListReply } from '@carillon/contract';
import { flushPromises } from '@vue/test-utils';
import { describe, expect, test, vi } from 'vitest';
import { effectScope } from 'vue';
import { createFakeApi, refusal } from '../../testing/fake-api.ts';
import { createFakeClock } from '../../testing/fake-clock.ts';
import { createFakeLine } from '../../testing/fake-line.ts';
import { anEvent, anOrder } from '../../testing/orders.ts';
import { useLiveBoard } from './use-live-board.ts';

const reply = (...orders: ReturnType<typeof anOrder>[]): OrderListReply => ({ orders, seq: 9 });

function open(readBoard: () => OrderListReply | Promise<OrderListReply>) {
  const fake = createFakeApi({ readBoard });
  const [clock, line, onEvent] = [createFakeClock(100_000), createFakeLine(), vi.fn()];
  const scope = effectScope();
  const live = scope.run(() => useLiveBoard({ shopId: 7, api: fake.api, clock, line, onEvent }));
  if (!live) throw new Error('no scope');
  const numbers = () => [...live.board.value.values()].map(({ order }) => order.number);
  return { fake, clock, line, onEvent, scope, live, numbers };
}

const offline = (since: number) => ({ name: 'offline', since, retryInMs: 500, reason: '' }) as const;

describe('useLiveBoard', () => {
  test('reads the board, then follows the line from the number of that reading', async () => {
    const { line, numbers } = open(() => reply(anOrder(1)));
    expect(line.subscriptions).toEqual([]);
    await flushPromises();
    expect(line.subscriptions).toMatchObject([{ destination: '/topic/shops/7/orders', after: 9 }]);
    line.deliver(anEvent(anOrder(2)), 10);
    expect(numbers()).toEqual(['001', '002']);
  });

  test('tells events as they happen, but neither repeated nor replayed ones', async () => {
    const { line, onEvent } = open(() => reply());
    await flushPromises();
    line.deliver(anEvent(anOrder(1)), 10);
    line.deliver(anEvent(anOrder(1)), 10);
    line.deliver(anEvent(anOrder(2)), 11, true);
    expect(onEvent).toHaveBeenCalledOnce();
  });

  test('asks again by itself when the board could not be read, and says since when', async () => {
    let up = false;
    const { clock, live, numbers } = open(() =>
      up ? reply(anOrder(1)) : Promise.reject(refusal(0, 'network')),
    );
    await flushPromises();
    expect(live.load.value.name).toBe('failed');
    expect(live.line.value).toMatchObject({ name: 'offline', since: 100_000, retryInMs: 5000 });
    up = true;
    clock.advance(5000);
    await flushPromises();
    expect(numbers()).toEqual(['001']);
  });

  test('does not ask again for what it may not read', async () => {
    const { clock, fake } = open(() => Promise.reject(refusal(403, 'not_your_shop')));
    await flushPromises();
    clock.advance(60_000);
    await flushPromises();
    expect(fake.calls).toEqual(['readBoard']);
  });

  test('sums up what came while the line was lost, in order and once', async () => {
    const { clock, line, live } = open(() => reply(anOrder(1)));
    await flushPromises();
    line.tell({ name: 'online' });
    line.tell(offline(clock.now()));
    clock.advance(130_000);
    clock.setWall(-3_600_000);
    line.tell({ name: 'connecting' });
    line.tell(offline(clock.now()));
    line.tell({ name: 'catching-up', remaining: 3 });
    line.deliver(anEvent(anOrder(2)), 10, true);
    line.deliver(anEvent(anOrder(3)), 11, true);
    line.deliver(anEvent(anOrder(3)), 11, true);
    line.tell({ name: 'online' });
    await flushPromises();
    expect(live.catchUp.value?.newOrders.map(({ number }) => number)).toEqual(['002', '003']);
    expect(live.catchUp.value?.offlineMs).toBe(130_000);
    live.dismissCatchUp();
    expect(live.catchUp.value).toBeUndefined();
  });

  test('reads the board anew when the journal no longer reaches back, and sums that up', async () => {
    let orders = reply(anOrder(1));
    const { line, live, clock } = open(() => orders);
    await flushPromises();
    line.tell({ name: 'online' });
    line.tell(offline(clock.now()));
    orders = { orders: [anOrder(1), anOrder(5)], seq: 400 };
    line.subscriptions[0]?.onRecovery?.({ recovered: false, seq: 400, missed: 0 });
    line.tell({ name: 'online' });
    await flushPromises();
    expect(live.catchUp.value?.newOrders.map(({ number }) => number)).toEqual(['005']);
  });

  test('starts anew with a journal that started anew, though a reading from before it was under way', async () => {
    const readings: ((reply: OrderListReply) => void)[] = [];
    const { line, live } = open(() => new Promise((resolve) => readings.push(resolve)));
    const statuses = () => [...live.board.value.values()].map(({ order }) => `${order.id} ${order.status}`);
    readings[0]?.({ orders: [anOrder(1), anOrder(2, { status: 'completed' })], seq: 90 });
    await flushPromises();
    void live.reload();
    line.subscriptions[0]?.onRecovery?.({ recovered: false, seq: 7, missed: 0 });
    line.deliver(anEvent(anOrder(2)), 8);
    expect(statuses()).toEqual(['1 paid', '2 paid']);
    readings[1]?.({ orders: [anOrder(1), anOrder(2, { status: 'completed' })], seq: 91 });
    await flushPromises();
    readings[2]?.({ orders: [anOrder(2)], seq: 8 });
    await flushPromises();
    expect(statuses()).toEqual(['2 paid']);
  });

  test('closes its line with its scope', async () => {
    const { line, scope } = open(() => reply());
    await flushPromises();
    scope.stop();
    expect(line.closed).toBe(true);
  });

  test('opens no line when it was closed before the board came', async () => {
    const { line, scope } = open(() => reply());
    scope.stop();
    await flushPromises();
    expect(line.subscriptions).toEqual([]);
  });
});

describe('useLiveBoard on the real client', () => {
  const topic = '/topic/shops/7/orders';

  async function openReal() {
    const { client, server, clock } = createTestClient();
    const api = createFakeApi({ readBoard: () => reply(anOrder(1)) }).api;
    const options = { shopId: 7, api, clock: createFakeClock(), line: client, onEvent: vi.fn() };
    const live = effectScope().run(() => useLiveBoard(options));
    if (!live) throw new Error('no scope');
    await flushPromises();
    await server.socket.accept();
    const refuse = (code: string, closeCode: number) => {
      const receipt = server.socket.subscribeTo(topic).headers.receipt ?? '';
      server.socket.reply({ command: 'ERROR', headers: { code, 'receipt-id': receipt } });
      server.socket.drop(closeCode);
    };
    return { live, server, lineClock: clock, refuse };
  }

  test.each(['forbidden', 'too_many_subscriptions'])('stays refused with %s, and hangs up', async (code) => {
    const { live, server, lineClock, refuse } = await openReal();
    refuse(code, 3502);
    expect(live.line.value).toMatchObject({ name: 'refused', code });
    lineClock.advance(60_000);
    live.wake();
    await live.reload();
    expect(server.sockets).toHaveLength(1);
    expect(live.line.value).toMatchObject({ name: 'refused', code });
  });

  test('takes no passing error for a refusal, and follows again', async () => {
    const { live, server, lineClock, refuse } = await openReal();
    refuse('unavailable', 1006);
    expect(live.line.value).toMatchObject({ name: 'offline', reason: 'unavailable' });
    lineClock.advance(500);
    await server.socket.accept();
    server.socket.confirm(topic, { seq: '9', recovered: 'true' });
    expect(live.line.value).toEqual({ name: 'online' });
  });
});
