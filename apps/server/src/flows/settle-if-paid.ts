import { WeChatError } from '@carillon/wechat';
import type { PayClient } from '@carillon/wechat';
import { isPaid, noteMatter, readTestimony } from '../payments/index.ts';
import type { Context } from '../platform/context.ts';
import { endRefundedOrder } from './end-refunded-order.ts';
import { settlePayment } from './settle-payment.ts';

/**
 * How WeChat says that a trade stands: `paid`; `over`, so that nobody can pay it any more (closed, or never made);
 * `payable`, which is everything else.
 */
export type TradeStanding = 'paid' | 'over' | 'payable';

/**
 * Asks WeChat how a trade stands, and settles it when it is paid. One that was refunded since counts as paid: its
 * money was taken, and the buyer must not be asked for it again; but an order that is still unpaid here ends, and does
 * not ring.
 * @throws WeChatError when WeChat does not say
 */
export async function settleIfPaid(
  { context, pay }: { context: Context; pay: PayClient },
  outTradeNo: string,
): Promise<TradeStanding> {
  const trade = await pay.queryTrade(outTradeNo).catch((error: unknown) => {
    if (error instanceof WeChatError && error.code === 'wechat_order_not_exist') return undefined;
    throw error;
  });
  if (trade === undefined || trade.tradeState === 'CLOSED') return 'over';
  if (!isPaid(trade)) return 'payable';
  if (trade.tradeState === 'REFUND') await endRefundedOrder(context, outTradeNo);
  try {
    await settlePayment(context, readTestimony({ trade, receivedAt: context.clock.now() }));
  } catch (error) {
    await noteMatter(context, error);
    throw error;
  }
  return 'paid';
}
