import { PayError } from './pay-errors.ts';
import type { TradeBook } from './trade-book.ts';

/**
 * POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close. Closing twice is no error, and neither is a number
 * that WeChat Pay does not know (so it was observed): who must be sure queries afterwards.
 *
 * @throws ORDER_PAID
 */
export function closeTrade(trades: TradeBook, outTradeNo: string): void {
  const trade = trades.get(outTradeNo);
  if (!trade || trade.state === 'CLOSED') return;
  if (trade.state === 'SUCCESS') throw new PayError('ORDER_PAID', '该订单已支付，不能关闭');
  trades.move(trade, 'CLOSED');
}
