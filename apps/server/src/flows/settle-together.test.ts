import { randomUUID } from 'node:crypto';
import { shopOrdersDestination } from '@carillon/contract';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { lockOrder } from '../orders/index.ts';
import { createForgeries } from '../payments/index.ts';
import type { Database } from '../platform/database.ts';
import { findHeldJournals } from '../platform/journal/find-held-journals.ts';
import { testDatabases } from '../testing/databases.ts';
import type { Flaws, Notification } from '../testing/test-merchant.ts';
import { openTill } from '../testing/test-till.ts';
import type { TestTill } from '../testing/test-till.ts';
import { receiveNotification } from './receive-notification.ts';
import { createSettler } from './settle-together.ts';

const CODE_LIFETIME_MS = 5 * 60_000;

interface PaidTrade {
  readonly orderId: number;
  readonly outTradeNo: string;
  readonly amountFen: number;
}

describe.each(testDatabases())('payments that are told of at the same time, on %s', (name, open) => {
  let database: Database;
  let till: TestTill;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    till = await openTill(database);
  });

  afterEach(async () => {
    vi.restoreAllMocks();
    await till.expectBooks();
  });

  async function openTrades(count: number): Promise<PaidTrade[]> {
    const trades: PaidTrade[] = [];
    for (let nth = 0; nth < count; nth += 1) {
      const orderId = await till.place();
      trades.push({ orderId, ...(await till.open(orderId)) });
    }
    return trades;
  }

  function tellOf(trade: PaidTrade, flaws?: Flaws): Notification {
    till.merchant.wechat.payTrade(trade.outTradeNo);
    return till.merchant.notification(trade, flaws);
  }

  /** What each is answered: an outcome, or the code of a refusal. */
  async function answersTo(notifications: readonly Notification[]): Promise<string[]> {
    const told = notifications.map(async (notification) => till.receive(notification));
    return (await Promise.allSettled(told)).map((answer) =>
      answer.status === 'fulfilled' ? answer.value : (answer.reason as { code: string }).code,
    );
  }

  async function seqsOfShop(): Promise<number[]> {
    const { rows } = await sql<{ seq: number }>`
      select seq from journal_entry join journal_destination destination on destination.id = destination_id
      where name = ${shopOrdersDestination(till.shop.shopId)} order by seq`.execute(database.db);
    return rows.map(({ seq }) => seq);
  }

  test('share one transaction, and ring one after the other', async () => {
    const trades = await openTrades(5);
    const transaction = vi.spyOn(till.context.database, 'transaction');
    expect(await answersTo(trades.map((trade) => tellOf(trade)))).toEqual(trades.map(() => 'paid'));
    expect(transaction).toHaveBeenCalledTimes(1);
    for (const { orderId } of trades) expect(await till.told(orderId)).toEqual(['order.paid']);
    expect(await seqsOfShop()).toEqual([1, 2, 3, 4, 5]);
  });

  test('count once when they are the same, whatever their ids', async () => {
    const [first, second] = (await openTrades(2)) as [PaidTrade, PaidTrade];
    const copy = tellOf(first);
    const answers = await answersTo([copy, copy, tellOf(second), tellOf(first)]);
    expect(answers).toEqual(['paid', 'repeated', 'paid', 'repeated']);
    expect(await seqsOfShop()).toEqual([1, 2]);
  });

  test('pay an order once when they are of two of its trades, and the other one goes back', async () => {
    const [given] = (await openTrades(1)) as [PaidTrade];
    till.context.advance(CODE_LIFETIME_MS);
    const renewed = { orderId: given.orderId, ...(await till.open(given.orderId)) };
    expect(await answersTo([tellOf(given), tellOf(renewed)])).toEqual(['paid_twice', 'paid']);
    expect(await till.told(given.orderId)).toEqual(['order.paid', 'order.refund']);
  });

  test('cost nothing to each other when one of them is wrong', async () => {
    const [first, second, third] = (await openTrades(3)) as [PaidTrade, PaidTrade, PaidTrade];
    const wrong = tellOf(second, { trade: { amount: { total: 1, currency: 'CNY' } } });
    const unknown = tellOf(second, { trade: { out_trade_no: 'C-other-1' } });
    const answers = await answersTo([tellOf(first), wrong, unknown, tellOf(third)]);
    expect(answers).toEqual(['paid', 'notification_wrong_amount', 'notification_unknown_trade', 'paid']);
    expect(await answersTo([tellOf(second)])).toEqual(['paid']);
  });

  test('cost nothing to each other when the database refuses one of them', async () => {
    const [first, second, third] = (await openTrades(3)) as [PaidTrade, PaidTrade, PaidTrade];
    const id = randomUUID();
    expect(await answersTo([tellOf(first, { envelope: { id } })])).toEqual(['paid']);
    // An id that has counted for another trade.
    const answers = await answersTo([tellOf(second, { envelope: { id } }), tellOf(third)]);
    expect(answers).toEqual(['notification_contradicts', 'paid']);
    expect(await seqsOfShop()).toEqual([1, 2]);
  });

  test('are settled each by itself when the transaction they share fails', async () => {
    const trades = await openTrades(3);
    vi.spyOn(till.context.database, 'transaction').mockRejectedValueOnce(new Error('the line was lost'));
    expect(await answersTo(trades.map((trade) => tellOf(trade)))).toEqual(['paid', 'paid', 'paid']);
    expect(await seqsOfShop()).toEqual([1, 2, 3]);
  });

  // The embedded database has one connection: nobody else can have an order or a journal locked.
  if (name !== 'PostgreSQL') return;

  test('wait for no order that is busy elsewhere but their own', async () => {
    const [busy, free] = (await openTrades(2)) as [PaidTrade, PaidTrade];
    const isLocked = Promise.withResolvers<undefined>();
    const mayEnd = Promise.withResolvers<undefined>();
    const elsewhere = database.transaction(async (tx) => {
      await lockOrder(tx, busy.orderId);
      isLocked.resolve(undefined);
      await mayEnd.promise;
    });
    await isLocked.promise;
    const waiting = till.receive(tellOf(busy));
    expect(await till.receive(tellOf(free))).toBe('paid');
    mayEnd.resolve(undefined);
    await elsewhere;
    expect(await waiting).toBe('paid');
  });

  test('wait for no journal of another shop for long', async () => {
    const other = await openTill(database);
    const settle = createSettler(till.context);
    const receive = async ({ context, parts: { pay } }: TestTill, told: Notification) =>
      receiveNotification({ context, pay, forgeries: createForgeries(context), settle }, told);
    await till.sell();
    const [busy] = (await openTrades(1)) as [PaidTrade];
    const free = await other.open(await other.place());
    other.merchant.wechat.payTrade(free.outTradeNo);
    const isLocked = Promise.withResolvers<undefined>();
    const mayEnd = Promise.withResolvers<undefined>();
    const elsewhere = database.transaction(async (tx) => {
      await findHeldJournals(tx, [shopOrdersDestination(till.shop.shopId)]);
      isLocked.resolve(undefined);
      await mayEnd.promise;
    });
    await isLocked.promise;
    const warn = vi.spyOn(till.context.logger, 'warn');
    const waiting = receive(till, tellOf(busy));
    expect(await receive(other, other.merchant.notification(free))).toBe('paid');
    expect(warn).not.toHaveBeenCalled();
    mayEnd.resolve(undefined);
    await elsewhere;
    expect(await waiting).toBe('paid');
  });
});
