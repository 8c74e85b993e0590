import type { TradeResult } from '@carillon/contract';

/** A result in the words of WeChat Pay (Pay v3, "query an order": `trade_state`), and in those of a person. */
interface ResultWords {
  readonly tradeState: 'SUCCESS' | 'CLOSED' | 'REFUND' | 'NOTPAY';
  readonly message: string;
}

const WORDS: Readonly<Record<TradeResult['state'], ResultWords>> = {
  open: { tradeState: 'NOTPAY', message: '未支付' },
  paid: { tradeState: 'SUCCESS', message: '支付成功' },
  closed: { tradeState: 'CLOSED', message: '交易已关闭' },
  refunded: { tradeState: 'REFUND', message: '已支付，款项原路退回' },
};

/** What clients look at that were written for other servers. */
export function describeResult(state: TradeResult['state']): ResultWords {
  return WORDS[state];
}
