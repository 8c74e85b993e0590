import type { Order } from '@carillon/contract';
import { sql } from 'kysely';
import { findOpenid } from '../buyers/index.ts';
import { findShop } from '../catalog/index.ts';
import { findParties } from '../orders/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { askMessage } from '../wechat-messages/index.ts';

export interface CompletionParts {
  readonly context: Pick<Context, 'clock' | 'logger'>;
  /** Of the service account that messages are sent by; undefined where there is none. */
  readonly appid: string | undefined;
  /** Under which buyers reach the storefront. */
  readonly publicUrl: () => string;
}

/**
 * Asks for the message that tells a buyer of a completed order, in the transaction that completes it: it is sent
 * exactly if the order is. A buyer whom the service account does not know is told nothing. Whatever fails here is
 * logged and undone; the order is completed all the same.
 */
export async function tellOfCompletion(
  { context: { clock, logger }, appid, publicUrl }: CompletionParts,
  tx: Tx,
  order: Order,
): Promise<void> {
  if (appid === undefined) return;
  await sql`savepoint completion_message`.execute(tx);
  try {
    const { id: orderId, shopId } = order;
    const parties = await findParties(tx, orderId);
    const openid = parties && (await findOpenid(tx, { appid, buyerId: parties.buyerId }));
    const shop = await findShop(tx, shopId);
    if (openid !== undefined && shop !== undefined) {
      const at = clock.now();
      const url = `${publicUrl()}/orders/${orderId}`;
      await askMessage(tx, {
        shopId,
        orderId,
        kind: 'order_status',
        openid,
        data: dataOf(order, shop),
        url,
        at,
      });
    }
  } catch (err) {
    logger.error({ orderId: order.id, err }, 'the message about a completed order was not asked for');
    await sql`rollback to savepoint completion_message`.execute(tx);
  }
}

/** The keys of the template "订单状态", as the shop's message has always had them. */
function dataOf(order: Order, shop: { name: string; phone: string }): Record<string, string> {
  return {
    first: '您的订单已完成，谢谢惠顾。',
    keyword1: shop.name,
    keyword2: shop.phone,
    keyword3: order.number,
    keyword4: '已完成',
    keyword5: `￥${(order.totalFen / 100).toFixed(2)}`,
    remark: '点这里看看这一单，欢迎再来。',
  };
}
