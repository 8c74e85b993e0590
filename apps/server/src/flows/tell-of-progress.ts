import type { Order, OrderStatus } from '@carillon/contract';
import { sql } from 'kysely';
import { findPicture, findShop } from '../catalog/index.ts';
import { findOrder } from '../orders/index.ts';
import { findClaimedTrade } from '../payments/index.ts';
import type { NewPayment } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { askShipping } from '../shipping/index.ts';
import { askCard, changeCard } from '../wechat-messages/index.ts';
import type { CardFace } from '../wechat-messages/index.ts';

export type ProgressContext = Pick<Context, 'clock' | 'logger' | 'mini'>;
type Mini = NonNullable<Context['mini']>;

const STATUSES: Readonly<Record<OrderStatus, CardFace['status']>> = {
  pending_payment: 'paid',
  paid: 'paid',
  accepted: 'preparing',
  delivering: 'delivering',
  ready: 'ready',
  completed: 'done',
  cancelled: 'cancelled',
};

/**
 * Asks for what the buyers of these payments are shown in WeChat, those that were made in the mini program, in the
 * transaction that pays their orders. What was bought as a pass is handed over with it. Whatever fails here is logged and
 * undone; the orders are paid all the same.
 */
export async function tellOfMiniPayments(
  tx: Tx,
  { clock, logger, mini }: ProgressContext,
  payments: readonly NewPayment[],
): Promise<void> {
  for (const { trade, transactionId, paidAt } of payments) {
    const { payer, orderId, shopId, amountFen } = trade;
    if (mini === undefined || payer?.appid !== mini.appid) continue;
    await beside(tx, { logger, orderId }, async () => {
      const order = await findOrder(tx, orderId);
      if (order === undefined) return;
      const facts = { shopId, orderId, transactionId, openid: payer.openid, at: clock.now() };
      if (order.fulfilment === 'pass') {
        await askShipping(tx, { ...facts, logistics: 'virtual', description: describe(order) });
        return;
      }
      const kind = order.fulfilment === 'delivery' ? 'delivery' : 'collection';
      await askCard(tx, { ...facts, kind, amountFen, paidAt, face: await faceOf(tx, mini, order) });
    });
  }
}

/**
 * Has the buyer's card show where an order is, in the transaction that moved it; and once it is completed, WeChat be told
 * that the buyer has the goods. Nothing happens where it was not paid in the mini program. Whatever fails here is logged
 * and undone; the order is moved all the same.
 */
export async function tellOfProgress(tx: Tx, context: ProgressContext, order: Order): Promise<void> {
  const { clock, logger, mini } = context;
  if (mini === undefined || order.paidAt === null) return;
  await beside(tx, { logger, orderId: order.id }, async () => {
    const trade = await findClaimedTrade(tx, order.id);
    const { payer, transactionId } = trade ?? {};
    if (payer?.appid !== mini.appid || transactionId == null) return;
    const { id: orderId, shopId } = order;
    const at = clock.now();
    await changeCard(tx, { orderId, face: await faceOf(tx, mini, order), at });
    if (order.status !== 'completed') return;
    const logistics = order.fulfilment === 'delivery' ? 'delivery' : 'pickup';
    const description = describe(order);
    await askShipping(tx, {
      shopId,
      orderId,
      transactionId,
      openid: payer.openid,
      logistics,
      description,
      at,
    });
  });
}

async function faceOf(tx: Tx, { publicUrl }: Mini, order: Order): Promise<CardFace> {
  const shop = await findShop(tx, order.shopId);
  const productIds = order.lines.flatMap(({ productId }) => (productId === null ? [] : [productId]));
  const done = order.timeline.findLast(({ status }) => status === 'completed')?.at ?? null;
  return {
    status: STATUSES[order.status],
    number: order.number,
    shopName: shop?.name ?? '',
    goods: order.lines.map(({ name, quantity, unitPriceFen }) => ({
      ...{ name, count: quantity, priceFen: unitPriceFen },
    })),
    pieces: order.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    promisedAt: done ?? order.promisedAt,
    pictureUrl: new URL(await findPicture(tx, productIds), publicUrl()).href,
  };
}

/** `红烧肉×1、米饭×2`. */
function describe({ lines }: Order): string {
  return lines.map(({ name, quantity }) => `${name}×${quantity}`).join('、');
}

async function beside(
  tx: Tx,
  { logger, orderId }: { logger: Context['logger']; orderId: number },
  work: () => Promise<void>,
): Promise<void> {
  await sql`savepoint progress`.execute(tx);
  try {
    await work();
  } catch (err) {
    logger.error({ orderId, err }, 'what WeChat is told of an order was not asked for');
    await sql`rollback to savepoint progress`.execute(tx);
  }
}
