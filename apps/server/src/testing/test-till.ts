import { randomUUID } from 'node:crypto';
import type { Order, TradeReply } from '@carillon/contract';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { checkAllBooks } from '../flows/check-all-books.ts';
import { expireOrders } from '../flows/expire-orders.ts';
import { openTrade } from '../flows/open-trade.ts';
import { placeOrder } from '../flows/place-order.ts';
import { receiveNotification } from '../flows/receive-notification.ts';
import { sendDueRefunds } from '../flows/send-due-refunds.ts';
import { settleDueTrades } from '../flows/settle-due-trades.ts';
import { createSettler } from '../flows/settle-together.ts';
import { acceptOrder, findOrder } from '../orders/index.ts';
import { createForgeries } from '../payments/index.ts';
import type { Database } from '../platform/database.ts';
import { endRing } from '../rings/index.ts';
import type { StaffVisitor } from '../platform/visitors.ts';
import { makeContext } from './test-context.ts';
import type { TestContext } from './test-context.ts';
import { makeMerchant } from './test-merchant.ts';
import type { Notification, TestMerchant } from './test-merchant.ts';
import { openTestShop } from './test-shop.ts';
import type { TestShop } from './test-shop.ts';

export const BUYER = 'buyer';
const FISH_FEN = 5_800;

/** A shop where fish is sold and paid through a fake WeChat: everything that the flows of payments do, by hand. */
export interface TestTill {
  readonly context: TestContext;
  readonly merchant: TestMerchant;
  readonly shop: TestShop;
  readonly clerk: StaffVisitor;
  readonly manager: StaffVisitor;
  readonly parts: { context: TestContext; pay: TestMerchant['pay']; notifyUrl: () => string };
  /** Orders so many fish, 58.00 each. Returns the order's id. */
  place(fish?: number): Promise<number>;
  open(orderId: number): Promise<TradeReply>;
  /** The buyer pays, and WeChat notifies. */
  pay(trade: Pick<TradeReply, 'outTradeNo' | 'amountFen'>): Promise<string>;
  /** Orders so many fish, and pays them. */
  sell(fish?: number): Promise<{ orderId: number; outTradeNo: string; amountFen: number }>;
  receive(notification: Notification): Promise<string>;
  /** The clerk accepts an order. */
  accept(orderId: number): Promise<void>;
  /** One round of everything that goes on by itself. */
  work(): Promise<void>;
  order(orderId: number): Promise<Order>;
  /** How many fish are left. */
  fishLeft(): Promise<number>;
  /** Kinds of everything that was told of an order, in its order. */
  told(orderId: number): Promise<string[]>;
  /** Expects the books, orders and stock to agree. */
  expectBooks(): Promise<void>;
}

/** Opens a till with a shop of its own. */
export async function openTill(database: Database): Promise<TestTill> {
  const context = makeContext(database);
  const merchant = makeMerchant(context.clock);
  const { pay } = merchant;
  const shop = await openTestShop(database, randomUUID().slice(0, 8));
  const forgeries = createForgeries(context);
  const settle = createSettler(context);
  const parts = { context, pay, notifyUrl: () => 'https://shop.test/notify' };
  const { shopId, products } = shop;
  const staff = { shopIds: [shopId], session: 'session' };

  const till: TestTill = {
    ...{ context, merchant, shop, parts },
    clerk: { ...staff, id: 1, name: '小王', managedShopIds: [], ownedShopIds: [] },
    manager: { ...staff, id: 2, name: '王经理', managedShopIds: [shopId], ownedShopIds: [] },
    async place(fish = 1) {
      const lines = [{ productId: products.fish, quantity: fish }];
      const request = { lines, totalFen: fish * FISH_FEN };
      return placeOrder(context, { shopId, buyerId: BUYER, idempotencyKey: randomUUID(), request });
    },
    open: async (orderId) => openTrade(parts, { orderId, buyerId: BUYER }),
    async pay(trade) {
      merchant.wechat.payTrade(trade.outTradeNo);
      return till.receive(merchant.notification(trade));
    },
    async sell(fish) {
      const orderId = await till.place(fish);
      const trade = await till.open(orderId);
      await till.pay(trade);
      return { orderId, outTradeNo: trade.outTradeNo, amountFen: trade.amountFen };
    },
    receive: async (notification) => receiveNotification({ context, pay, forgeries, settle }, notification),
    async accept(orderId) {
      const usualMinutes = () => Promise.resolve(30);
      await acceptOrder(context, {
        orderId,
        staff: till.clerk,
        promiseMinutes: undefined,
        usualMinutes,
        endRing,
      });
    },
    async work() {
      await settleDueTrades(context, pay);
      await expireOrders({ context, pay });
      await sendDueRefunds(context, pay);
    },
    async order(orderId) {
      const order = await findOrder(database.db, orderId);
      if (order === undefined) throw new Error(`There is no order ${orderId}.`);
      return order;
    },
    async fishLeft() {
      const { rows } = await sql<{ stock: number }>`
        select stock from product where id = ${products.fish}`.execute(database.db);
      return rows[0]?.stock ?? NaN;
    },
    async told(orderId) {
      const { rows } = await sql<{ type: string }>`
        select payload ->> 'type' as type
        from journal_entry entry join journal_destination destination on destination.id = destination_id
        where destination.name = ${`/topic/orders/${orderId}`} order by entry.seq`.execute(database.db);
      return rows.map(({ type }) => type);
    },
    expectBooks: async () => expect(await checkAllBooks(database)).toEqual([]),
  };
  return till;
}
