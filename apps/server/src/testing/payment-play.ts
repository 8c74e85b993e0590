import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { cancelOrderAsManager, rejectOrder } from '../flows/cancel-as-staff.ts';
import { cancelOwnOrder } from '../flows/cancel-own-order.ts';
import { checkPayment } from '../flows/check-payment.ts';
import { expireOrders } from '../flows/expire-orders.ts';
import { openTrade } from '../flows/open-trade.ts';
import { placeOrder } from '../flows/place-order.ts';
import { receiveNotification } from '../flows/receive-notification.ts';
import { refundOrder } from '../flows/refund-order.ts';
import { retryRefund } from '../flows/retry-refund.ts';
import { sendDueRefunds } from '../flows/send-due-refunds.ts';
import { settleDueTrades } from '../flows/settle-due-trades.ts';
import { createSettler } from '../flows/settle-together.ts';
import type { SettlePayment } from '../flows/settle-together.ts';
import { settleRefundByHand } from '../flows/settle-refund-by-hand.ts';
import { acceptOrder, completeOrder } from '../orders/index.ts';
import { createForgeries } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import type { Database } from '../platform/database.ts';
import { endRing } from '../rings/index.ts';
import { createFuse, fuseDatabase, fusePay } from './fuse.ts';
import { BUYER } from './test-till.ts';
import type { TestTill } from './test-till.ts';

const FISH_FEN = 5_800;
const SECOND_MS = 1_000;
/** Less than the time limit of a request to WeChat. */
const MAX_HELD_SECONDS = 5;

/** One server process: it dies when its fuse has burnt down. */
interface Process {
  readonly context: Context;
  readonly pay: TestTill['merchant']['pay'];
  /** What is told of at the same time is settled together. */
  readonly settle: SettlePayment;
}

/** What one of the players does; `pick` chooses which order, trade or refund, and how much. */
type Move = (play: Play, process: Process, pick: number) => Promise<unknown>;

export interface Play {
  readonly database: Database;
  readonly till: TestTill;
  /** Moves of earlier steps that wait for what WeChat holds. */
  readonly waiting: Set<Promise<unknown>>;
  /** Why moves failed, until somebody reads it. */
  readonly reasons: unknown[];
  /** Looks whether the step that is being made has come to rest. */
  look: () => void;
}

async function idsOf(database: Database, table: 'shop_order' | 'refund'): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`select id from ${sql.table(table)} order by id`.execute(
    database.db,
  );
  return rows.map(({ id }) => id);
}

function pickOf<Item>(items: readonly Item[], pick: number): Item | undefined {
  return items[pick % Math.max(items.length, 1)];
}

/** Does something with an order, if there is one. */
function withOrder(move: (orderId: number, ...rest: Parameters<Move>) => Promise<unknown>): Move {
  return async (play, process, pick) => {
    const orderId = pickOf(await idsOf(play.database, 'shop_order'), pick);
    if (orderId !== undefined) await move(orderId, play, process, pick);
  };
}

function withRefund(move: (refundId: number, ...rest: Parameters<Move>) => Promise<unknown>): Move {
  return async (play, process, pick) => {
    const refundId = pickOf(await idsOf(play.database, 'refund'), pick);
    if (refundId !== undefined) await move(refundId, play, process, pick);
  };
}

function settleAtWeChat(status: 'SUCCESS' | 'ABNORMAL' | 'CLOSED'): Move {
  return ({ till }, _process, pick) => {
    const { refunds } = till.merchant.wechat;
    const number = pickOf(refunds.numbers(), pick);
    // What has come to an end stays there.
    if (number !== undefined && refunds.notified(number).refund_status === 'PROCESSING') {
      refunds.settle(number, status);
    }
    return Promise.resolve();
  };
}

async function receive(
  { context, pay, settle }: Process,
  notification: ReturnType<TestTill['merchant']['notification']>,
) {
  await receiveNotification({ context, pay, settle, forgeries: createForgeries(context) }, notification);
}

/** Everything that buyer, staff, WeChat and the server's own rounds do about money. */
export const MOVES = {
  place: async ({ till }, { context }, pick) => {
    const quantity = 1 + (pick % 3);
    const { shopId, products } = till.shop;
    const request = { lines: [{ productId: products.fish, quantity }], totalFen: quantity * FISH_FEN };
    return placeOrder(context, { shopId, buyerId: BUYER, idempotencyKey: randomUUID(), request });
  },
  open: withOrder(async (orderId, _play, { context, pay }) =>
    openTrade({ context, pay, notifyUrl: () => 'https://shop.test/notify' }, { orderId, buyerId: BUYER }),
  ),
  /** Whatever code the buyer has on the phone, however old. */
  payAtWeChat: async ({ till }, _process, pick) => {
    const { wechat } = till.merchant;
    const payable = wechat.tradeNumbers().filter((number) => wechat.stateOf(number) === 'NOTPAY');
    const number = pickOf(payable, pick);
    if (number !== undefined) wechat.payTrade(number);
    return Promise.resolve();
  },
  /** What WeChat had said to be closed was being paid all the same. */
  payThoughClosed: async ({ till }, _process, pick) => {
    const { wechat } = till.merchant;
    const closed = wechat.tradeNumbers().filter((number) => wechat.stateOf(number) === 'CLOSED');
    const number = pickOf(closed, pick);
    if (number !== undefined) wechat.payTrade(number);
    return Promise.resolve();
  },
  tellOfPayment: async ({ till }, process, pick) => {
    const { merchant } = till;
    const paid = merchant.wechat.tradeNumbers().filter((number) => merchant.wechat.isPaid(number));
    const outTradeNo = pickOf(paid, pick);
    if (outTradeNo === undefined) return;
    const { amountFen } = merchant.wechat.tradeOf(outTradeNo);
    await receive(process, merchant.notification({ outTradeNo, amountFen }));
  },
  /** WeChat repeats itself about everything at once: each payment twice, under one id or under two. */
  tellOfAllPayments: async ({ till }, process, pick) => {
    const { merchant } = till;
    const paid = merchant.wechat.tradeNumbers().filter((number) => merchant.wechat.isPaid(number));
    const told = paid.flatMap((outTradeNo) => {
      const tell = () =>
        merchant.notification({ outTradeNo, amountFen: merchant.wechat.tradeOf(outTradeNo).amountFen });
      const first = tell();
      return [first, pick % 2 === 0 ? first : tell()];
    });
    const heard = await Promise.allSettled(told.map(async (notification) => receive(process, notification)));
    for (const { reason } of heard.filter((one) => one.status === 'rejected')) throw reason;
  },
  tellOfRefund: async ({ till }, process, pick) => {
    const { refunds } = till.merchant.wechat;
    const settled = refunds
      .numbers()
      .filter((number) => refunds.notified(number).refund_status !== 'PROCESSING');
    const number = pickOf(settled, pick);
    if (number !== undefined) await receive(process, till.merchant.refundNotification(number));
  },
  refundSucceeds: settleAtWeChat('SUCCESS'),
  refundIsAbnormal: settleAtWeChat('ABNORMAL'),
  refundIsClosed: settleAtWeChat('CLOSED'),
  loseAnswer: async ({ till }, _process, pick) => {
    till.merchant.wechat.loseNextAnswer({ done: pick % 2 === 0 });
    return Promise.resolve();
  },
  refuseNext: async ({ till }) => {
    till.merchant.wechat.refuseNext(403, 'NOT_ENOUGH');
    return Promise.resolve();
  },
  payAtNextClose: async ({ till }) => {
    till.merchant.wechat.meetNextClose('paid');
    return Promise.resolve();
  },
  loseNextClose: async ({ till }) => {
    till.merchant.wechat.meetNextClose('not done');
    return Promise.resolve();
  },
  /** What is sent to WeChat next stays on its way while others go on. */
  holdRequest: async ({ till }) => {
    till.merchant.wechat.holdNext('request');
    return Promise.resolve();
  },
  holdAnswer: async ({ till }) => {
    till.merchant.wechat.holdNext('answer');
    return Promise.resolve();
  },
  release: async ({ till }) => {
    till.merchant.wechat.release();
    return Promise.resolve();
  },
  forgetTroubles: async ({ till }) => {
    till.merchant.wechat.forgetTroubles();
    return Promise.resolve();
  },
  checkPayment: withOrder(async (orderId, _play, process) => checkPayment(process, orderId)),
  cancelOwn: withOrder(async (orderId, _play, process) =>
    cancelOwnOrder(process, { orderId, buyerId: BUYER }),
  ),
  accept: withOrder(async (orderId, { till }, { context }) => {
    const usualMinutes = () => Promise.resolve(30);
    return acceptOrder(context, {
      orderId,
      staff: till.clerk,
      promiseMinutes: undefined,
      usualMinutes,
      endRing,
    });
  }),
  complete: withOrder(async (orderId, { till }, { context }) =>
    completeOrder(context, { orderId, staff: till.clerk, tellBuyer: () => Promise.resolve() }),
  ),
  reject: withOrder(async (orderId, { till }, { context }) =>
    rejectOrder(context, { orderId, note: '卖完了', staff: till.clerk }),
  ),
  cancelAsManager: withOrder(async (orderId, { till }, { context }) =>
    cancelOrderAsManager(context, { orderId, note: '停电', staff: till.manager }),
  ),
  refundPart: withOrder(async (orderId, { till }, { context }, pick) => {
    const asked = { orderId, amountFen: 100 + pick, reason: '补偿', idempotencyKey: randomUUID() };
    return refundOrder(context, { ...asked, staff: till.manager });
  }),
  retryRefund: withRefund(async (refundId, { till }, process) => {
    const card = { bankType: 'CMB_DEBIT', account: '6225880212345678', realName: '张三' };
    return retryRefund(process, { refundId, staff: till.manager, card });
  }),
  settleByHand: withRefund(async (refundId, { till }, process) =>
    settleRefundByHand(process, { refundId, staff: till.manager, note: '现金' }),
  ),
  settleDueTrades: async (_play, { context, pay }) => settleDueTrades(context, pay),
  expireOrders: async (_play, process) => expireOrders(process),
  sendDueRefunds: async (_play, { context, pay }) => sendDueRefunds(context, pay),
  /** From half a second to more than an order waits. */
  letTimePass: async ({ till }, _process, pick) => {
    const seconds = [0.5, 5, 30, 61, 301, 961][pick % 6] ?? 1;
    // Nobody waits longer than this for WeChat.
    if (seconds > MAX_HELD_SECONDS) till.merchant.wechat.release();
    till.context.advance(seconds * SECOND_MS);
    return Promise.resolve();
  },
} as const satisfies Record<string, Move>;

export type MoveName = keyof typeof MOVES;

/** What a play writes, so that a row goes before what it points to. */
const TABLES = [
  'money_matter',
  'ring_event',
  'ring',
  'money_posting',
  'refund',
  'payment_notification',
  'refused_notification',
  'trade',
  'order_timeline',
  'order_line',
  'order_request',
  'shop_order',
  'journal_entry',
  'journal_destination',
];

/** Forgets earlier plays; far quicker than emptying every table there is. */
export async function forgetPlays(database: Database): Promise<void> {
  for (const table of TABLES) await sql`delete from ${sql.table(table)}`.execute(database.db);
}

/** Moves that are made at the same time, by one process; it dies after so many calls, if it does. */
export interface Step {
  readonly moves: readonly { readonly name: MoveName; readonly pick: number }[];
  readonly diesAfter: number | undefined;
}

/**
 * Makes the moves of a step at the same time and waits until each has ended, or waits for what WeChat holds.
 * @returns why moves failed, those of earlier steps, too
 */
export async function playStep(play: Play, { moves, diesAfter = Infinity }: Step): Promise<unknown[]> {
  const { context, merchant } = play.till;
  const fuse = createFuse(diesAfter);
  const mortal = { ...context, database: fuseDatabase(play.database, fuse) };
  const process = { context: mortal, pay: fusePay(merchant.pay, fuse), settle: createSettler(mortal) };
  const { wechat } = merchant;
  const atRest = Promise.withResolvers<undefined>();
  // Moves of earlier steps may end in this one.
  play.look = () => {
    if (play.waiting.size <= wechat.held()) atRest.resolve(undefined);
  };
  wechat.onHeld(() => play.look());
  for (const { name, pick } of moves) {
    const move: Promise<unknown> = MOVES[name](play, process, pick)
      .catch((reason: unknown) => play.reasons.push(reason))
      .finally(() => play.waiting.delete(move))
      .finally(() => play.look());
    play.waiting.add(move);
  }
  await atRest.promise;
  return play.reasons.splice(0);
}
