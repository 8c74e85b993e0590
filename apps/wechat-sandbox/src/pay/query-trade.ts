import { PayError } from './pay-errors.ts';
import { toTransactionResource } from './trade.ts';
import type { TransactionResource } from './trade.ts';
import type { TradeBook } from './trade-book.ts';

/** GET /v3/pay/transactions/out-trade-no/{out_trade_no}. @throws ORDER_NOT_EXIST */
export function queryTrade(trades: TradeBook, outTradeNo: string): TransactionResource {
  const trade = trades.get(outTradeNo);
  if (!trade) throw new PayError('ORDER_NOT_EXIST', '订单不存在');
  return toTransactionResource(trade);
}

/** GET /v3/pay/transactions/id/{transaction_id}: paid trades only. @throws ORDER_NOT_EXIST */
export function queryTransaction(trades: TradeBook, transactionId: string): TransactionResource {
  const trade = trades.findByTransaction(transactionId);
  if (!trade) throw new PayError('ORDER_NOT_EXIST', '订单不存在');
  return toTransactionResource(trade);
}
