import type { TradeResult } from '@carillon/contract';
import type { Trade } from '../payments/index.ts';

/**
 * What becomes of a trade, as its buyer's page sees it. `refunded`: it was paid, and all of it goes back, for the
 * order was cancelled or another trade had paid it.
 */
export function resultOf({ outTradeNo, orderId, amountFen, state, refundedFen }: Trade): TradeResult {
  return { outTradeNo, orderId, state: stateOf(state, refundedFen >= amountFen), amountFen };
}

function stateOf(state: Trade['state'], isGivenBack: boolean): TradeResult['state'] {
  if (state === 'paid') return isGivenBack ? 'refunded' : 'paid';
  return state === 'closed' ? 'closed' : 'open';
}
