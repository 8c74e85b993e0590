import type { Client } from '@carillon/client';
import {
  CALL_BACK_DESTINATION,
  ERRORS_DESTINATION,
  MAX_MESSAGE_LENGTH,
  orderConversationDestination,
  sendChatDestination,
  shopConversationsDestination,
} from '@carillon/contract';
import type {
  CallBack,
  ConversationEvent,
  ConversationReply,
  OrderReply,
  TradeReply,
} from '@carillon/contract';
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import { addressOf } from '../platform/listening-address.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { logInAs, openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { collect, connectClient, untilState } from '../testing/test-client.ts';
import type { Collected } from '../testing/test-client.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { hireClerk, openTestShop } from '../testing/test-shop.ts';
import type { TestShop } from '../testing/test-shop.ts';

const HOUR_MS = 60 * 60_000;

interface Refusal {
  readonly code: string;
}

/** Somebody on a line who hears what is for them alone. */
interface Person {
  readonly client: Client;
  readonly callBacks: Collected<CallBack>['messages'];
  readonly refusals: Collected<Refusal>['messages'];
}

describe.each(testDatabases())('messages between buyer and staff, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let app: TestApp;
  let shop: TestShop;
  let staff: TestBrowser;
  let buyer: TestBrowser;
  let clients: Client[];

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    app = await makeApp(context);
    await app.http.listen({ port: 0, host: '127.0.0.1' });
    shop = await openTestShop(database, 'talks');
    staff = await hire(shop.shopId, 'zhou');
    buyer = await enter();
    clients = [];
  });

  afterEach(async () => {
    for (const client of clients) client.close();
    await app.close();
  });

  async function hire(shopId: number, username: string): Promise<TestBrowser> {
    await hireClerk(database, { shopId, username });
    return logInAs(app.http, username);
  }

  async function enter(): Promise<TestBrowser> {
    const browser = openBrowser(app.http);
    await browser.get(`/api/shops/${shop.shopId}/menu`);
    return browser;
  }

  async function place(browser = buyer): Promise<number> {
    const body = { lines: [{ productId: shop.products.rice, quantity: 1 }], totalFen: 200 };
    const headers = { 'idempotency-key': context.ids.token() };
    const reply = await browser.post(`/api/shops/${shop.shopId}/orders`, body, headers);
    return reply.json<OrderReply>().order.id;
  }

  async function placePaid(browser = buyer): Promise<number> {
    const orderId = await place(browser);
    const { outTradeNo } = (await browser.post(`/api/orders/${orderId}/trade`)).json<TradeReply>();
    const { headers, rawBody: payload } = app.merchant.notification({ outTradeNo, amountFen: 200 });
    await app.http.inject({ method: 'POST', url: '/api/wechat/pay/notify', headers, payload });
    return orderId;
  }

  function dial(path: '/ws/staff' | '/ws/buyer', browser: TestBrowser, node = app): Client {
    const url = addressOf(node.http.server).replace('http', 'ws') + path;
    const client = connectClient(url, browser.cookieHeader());
    clients.push(client);
    return client;
  }

  async function join(path: '/ws/staff' | '/ws/buyer', browser: TestBrowser, node = app): Promise<Person> {
    const client = dial(path, browser, node);
    const { messages: callBacks } = collect<CallBack>(client, CALL_BACK_DESTINATION);
    const { messages: refusals } = collect<Refusal>(client, ERRORS_DESTINATION);
    await untilState(client, 'online');
    return { client, callBacks, refusals };
  }

  async function addressee(orderId: number, browser: TestBrowser): Promise<string> {
    const who = browser === buyer ? '' : 'staff/';
    const reply = await browser.get(`/api/${who}orders/${orderId}/conversation`);
    return reply.json<ConversationReply>().conversation.to;
  }

  /** Resolves with the RECEIPT: when the handler has answered, whether well or badly. */
  async function send(
    person: Person,
    to: string,
    message: { orderId: number; text: string; key?: string },
  ): Promise<void> {
    const { key = context.ids.token() } = message;
    await person.client.send(sendChatDestination(to), { ...message, key }, { 'correlation-id': key });
  }

  async function history(orderId: number): Promise<ConversationReply> {
    return (await buyer.get(`/api/orders/${orderId}/conversation`)).json<ConversationReply>();
  }

  test('are told to the other side at once, receipted to the sender, and numbered in both journals', async () => {
    const orderId = await placePaid();
    const [atShop, atBuyer] = [await join('/ws/staff', staff), await join('/ws/buyer', buyer)];
    const shopJournal = collect<ConversationEvent>(atShop.client, shopConversationsDestination(shop.shopId));
    const orderJournal = collect<ConversationEvent>(atBuyer.client, orderConversationDestination(orderId));
    await Promise.all([shopJournal.subscribed, orderJournal.subscribed]);

    await send(atBuyer, await addressee(orderId, buyer), { orderId, text: '少放辣' });
    await vi.waitFor(() => expect(atShop.callBacks).toHaveLength(1));
    await send(atShop, await addressee(orderId, staff), { orderId, text: '好的，马上' });
    await vi.waitFor(() => expect(atBuyer.callBacks).toHaveLength(2));

    const asked = { orderId, from: 'buyer', author: null, text: '少放辣', at: '2026-11-21T04:00:00.000Z' };
    const answered = { ...asked, from: 'shop', author: 'Clerk zhou', text: '好的，马上' };
    const payloads = ({ callBacks }: Person) => callBacks.map(({ payload }) => payload);
    expect(payloads(atBuyer)).toMatchObject([
      { type: 'receipt', message: asked },
      { type: 'message', message: answered },
    ]);
    expect(payloads(atShop)).toMatchObject([
      { type: 'message', message: asked },
      { type: 'receipt', message: answered },
    ]);
    const told = [
      { seq: 1, payload: { type: 'message.sent', message: asked, unread: { buyer: 0, shop: 1 } } },
      { seq: 2, payload: { type: 'message.sent', message: answered, unread: { buyer: 1, shop: 1 } } },
    ];
    await vi.waitFor(() => {
      expect(shopJournal.messages).toMatchObject(told);
      expect(orderJournal.messages).toMatchObject(told);
    });
    expect(await history(orderId)).toMatchObject({
      conversation: { messages: [asked, answered], unread: { buyer: 1, shop: 1 } },
      seq: 2,
    });
  });

  test('reach every session of all of the shop’s staff, and no other shop’s', async () => {
    const orderId = await placePaid();
    const chen = await hire(shop.shopId, 'chen');
    const other = await hire((await openTestShop(database, 'other')).shopId, 'li');
    const listeners = await Promise.all([staff, staff, chen, other].map((one) => join('/ws/staff', one)));
    await send(await join('/ws/buyer', buyer), await addressee(orderId, buyer), { orderId, text: '在吗' });
    await vi.waitFor(() => expect(listeners.map(({ callBacks }) => callBacks.length)).toEqual([1, 1, 1, 0]));
  });

  test('wait in the journal for a page that was away, in order, once', async () => {
    const orderId = await placePaid();
    const clerk = await join('/ws/staff', staff);
    const to = await addressee(orderId, staff);
    const { seq } = await history(orderId);
    for (const text of ['一', '二', '三']) await send(clerk, to, { orderId, text });
    const back = collect<ConversationEvent>(
      dial('/ws/buyer', buyer),
      orderConversationDestination(orderId),
      seq,
    );
    expect(await back.subscribed).toMatchObject({ recovered: true, missed: 3 });
    await vi.waitFor(() => expect(back.messages).toHaveLength(3));
    expect(back.messages).toMatchObject(
      ['一', '二', '三'].map((text, index) => ({ seq: index + 1, payload: { message: { text } } })),
    );
  });

  test('are one message when they are sent again with their key', async () => {
    const orderId = await placePaid();
    const [atShop, atBuyer] = [await join('/ws/staff', staff), await join('/ws/buyer', buyer)];
    const to = await addressee(orderId, buyer);
    const message = { orderId, text: '不要葱', key: 'once' };
    await Promise.all([1, 2, 3].map(() => send(atBuyer, to, message)));
    const again = await join('/ws/buyer', buyer);
    await send(again, to, message);
    await vi.waitFor(() => expect(again.callBacks).toHaveLength(1));
    expect(atBuyer.callBacks).toHaveLength(3);
    const { conversation, seq } = await history(orderId);
    expect([conversation.messages.length, conversation.unread.shop, seq]).toEqual([1, 1, 1]);
    expect(atShop.callBacks).toHaveLength(1);

    await send(atBuyer, to, { ...message, text: '要葱' });
    await vi.waitFor(() =>
      expect(atBuyer.refusals).toMatchObject([{ payload: { code: 'message_key_reused' } }]),
    );
    // A key counts within its sender.
    await send(atShop, await addressee(orderId, staff), { ...message, text: '好' });
    expect((await history(orderId)).conversation.messages.map(({ text }) => text)).toEqual(['不要葱', '好']);
  });

  test('are numbered as they are listed, however many write at once', async () => {
    const orderId = await placePaid();
    const [atShop, atBuyer] = [await join('/ws/staff', staff), await join('/ws/buyer', buyer)];
    const [toShop, toBuyer] = [await addressee(orderId, buyer), await addressee(orderId, staff)];
    await Promise.all(
      Array.from({ length: 10 }, async (_, index) => {
        await Promise.all([
          send(atBuyer, toShop, { orderId, text: `b${index}` }),
          send(atShop, toBuyer, { orderId, text: `s${index}` }),
        ]);
      }),
    );
    const told = collect<ConversationEvent>(atBuyer.client, orderConversationDestination(orderId), 0);
    await vi.waitFor(() => expect(told.messages).toHaveLength(20));
    const { messages, unread } = (await history(orderId)).conversation;
    const ids = told.messages.map(({ payload }) => payload.type === 'message.sent' && payload.message.id);
    expect(ids).toEqual(messages.map(({ id }) => id));
    expect(unread).toEqual({ buyer: 10, shop: 10 });
  });

  test('keep what was written as it was written: HTML is text', async () => {
    const orderId = await placePaid();
    const atBuyer = await join('/ws/buyer', buyer);
    const text = '<img src=x onerror=alert(1)> &amp; "quotes"\n\\ 🍜';
    await send(atBuyer, await addressee(orderId, buyer), { orderId, text });
    expect((await history(orderId)).conversation.messages).toMatchObject([{ text }]);
  });

  describe('are refused, with the line left standing,', () => {
    async function expectRefused(person: Person, code: string): Promise<void> {
      await vi.waitFor(() => expect(person.refusals).toMatchObject([{ payload: { code } }]));
      expect(person.client.state.name).toBe('online');
    }

    test('from another buyer', async () => {
      const orderId = await placePaid();
      const stranger = await join('/ws/buyer', await enter());
      await send(stranger, await addressee(orderId, buyer), { orderId, text: '退款' });
      await expectRefused(stranger, 'conversation_not_found');
      expect((await history(orderId)).conversation.messages).toEqual([]);
    });

    test('from another shop’s staff', async () => {
      const orderId = await placePaid();
      const to = await addressee(orderId, staff);
      const other = await hire((await openTestShop(database, 'other')).shopId, 'li');
      const intruder = await join('/ws/staff', other);
      await send(intruder, to, { orderId, text: '来我们店' });
      await expectRefused(intruder, 'conversation_not_found');
    });

    test.each(['buyer:somebody', 'staff:1', 'shop:4711', 'nobody'])(
      'to %s, who is not the other side',
      async (accountId) => {
        const orderId = await placePaid();
        const atBuyer = await join('/ws/buyer', buyer);
        await send(atBuyer, accountId, { orderId, text: '在吗' });
        await expectRefused(atBuyer, 'conversation_not_found');
      },
    );

    test.each([
      ['too long', 'x'.repeat(10_000)],
      ['one character too long', 'x'.repeat(MAX_MESSAGE_LENGTH + 1)],
      ['empty', '  \n '],
      ['holding what no database keeps', 'a\0b'],
    ])('when the text is %s', async (_title, text) => {
      const orderId = await placePaid();
      const atBuyer = await join('/ws/buyer', buyer);
      await send(atBuyer, await addressee(orderId, buyer), { orderId, text });
      await expectRefused(atBuyer, 'invalid_payload');
    });

    test('before the order is paid', async () => {
      const orderId = await place();
      const atBuyer = await join('/ws/buyer', buyer);
      await send(atBuyer, await addressee(orderId, buyer), { orderId, text: '在吗' });
      await expectRefused(atBuyer, 'conversation_unpaid');
    });

    test('two hours after the order was completed', async () => {
      const orderId = await placePaid();
      await staff.post(`/api/staff/orders/${orderId}/accept`);
      await staff.post(`/api/staff/orders/${orderId}/complete`);
      const atBuyer = await join('/ws/buyer', buyer);
      const to = await addressee(orderId, buyer);
      await send(atBuyer, to, { orderId, text: '谢谢' });
      context.advance(2 * HOUR_MS);
      await send(atBuyer, to, { orderId, text: '还有…' });
      await expectRefused(atBuyer, 'conversation_closed');
      expect((await history(orderId)).conversation.messages).toHaveLength(1);
    });

    test('when too many come in a minute, which keeps nobody else from writing', async () => {
      const orderId = await placePaid();
      const [atShop, atBuyer] = [await join('/ws/staff', staff), await join('/ws/buyer', buyer)];
      const to = await addressee(orderId, buyer);
      const flood = Array.from({ length: 30 }, (_, index) => ({ orderId, text: `${index}` }));
      for (const message of flood.slice(0, 21)) await send(atBuyer, to, message);
      await expectRefused(atBuyer, 'too_many_messages');
      await Promise.all(flood.slice(0, 30).map((message) => send(atBuyer, to, message)));
      expect((await history(orderId)).conversation.messages).toHaveLength(20);
      await send(atShop, await addressee(orderId, staff), { orderId, text: '慢点' });
      expect((await history(orderId)).conversation.messages).toHaveLength(21);
      context.advance(60_000);
      await send(atBuyer, to, { orderId, text: '好' });
      expect((await history(orderId)).conversation.messages).toHaveLength(22);
    });

    // Each node counted for itself: with two of them, twice as many got through.
    test('when too many come in a minute, by whichever node they come', async () => {
      const orderId = await placePaid();
      const other = await makeApp(context);
      onTestFinished(() => other.close());
      await other.http.listen({ port: 0, host: '127.0.0.1' });
      const to = await addressee(orderId, buyer);
      for (const node of [app, other]) {
        const sender = await join('/ws/buyer', buyer, node);
        for (let count = 0; count < 15; count += 1) await send(sender, to, { orderId, text: `${count}` });
      }
      expect((await history(orderId)).conversation.messages).toHaveLength(20);
    });

    test('but not when one is sent again with its key', async () => {
      const orderId = await placePaid();
      const atBuyer = await join('/ws/buyer', buyer);
      const to = await addressee(orderId, buyer);
      const keys = Array.from({ length: 20 }, () => context.ids.token());
      for (const key of [...keys, ...keys]) await send(atBuyer, to, { orderId, text: '在吗', key });
      expect(atBuyer.refusals).toEqual([]);
    });
  });

  describe('are nobody else’s:', () => {
    async function expectForbidden(path: '/ws/staff' | '/ws/buyer', browser: TestBrowser, name: string) {
      const heard = collect(dial(path, browser), name);
      expect((await heard.refused).code).toBe('forbidden');
    }

    test('other buyers and other shops do not listen', async () => {
      const orderId = await placePaid();
      const other = await hire((await openTestShop(database, 'other')).shopId, 'li');
      await expectForbidden('/ws/buyer', await enter(), orderConversationDestination(orderId));
      await expectForbidden('/ws/staff', other, orderConversationDestination(orderId));
      await expectForbidden('/ws/staff', other, shopConversationsDestination(shop.shopId));
      await expectForbidden('/ws/buyer', buyer, shopConversationsDestination(shop.shopId));
    });

    test('nobody listens by a pattern, or to what nobody has', async () => {
      for (const destination of [
        '/topic/orders/*/conversation',
        '/topic/shops/*/conversations',
        '/topic/**',
        '/user/queue/other',
        '/queue/callBack',
      ]) {
        await expectForbidden('/ws/staff', staff, destination);
      }
    });

    test('nobody sends but to what has a handler', async () => {
      const orderId = await placePaid();
      for (const destination of [
        orderConversationDestination(orderId),
        CALL_BACK_DESTINATION,
        '/user/staff:1/queue/callBack',
        '/queue/callBack',
        '/app/anything',
      ]) {
        const { client } = await join('/ws/buyer', buyer);
        await expect(client.send(destination, '{}')).rejects.toThrow();
      }
    });
  });
});
