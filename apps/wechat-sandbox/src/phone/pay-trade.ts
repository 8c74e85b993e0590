import type { SandboxPerson } from '../people/people.ts';
import { takePayment } from '../pay/take-payment.ts';
import type { Cashier } from '../pay/take-payment.ts';
import type { Trade } from '../pay/trade.ts';
import { claimTrade } from './scan-code.ts';

/**
 * 付款: the trade is paid from this moment, and the merchant is told.
 *
 * @throws PhoneError trade_paid, trade_closed, code_taken
 */
export function payTrade(cashier: Cashier, trade: Trade, person: SandboxPerson): Trade {
  return takePayment(cashier, claimTrade(cashier.trades, trade, person), person);
}

/** Not paying tells WeChat Pay nothing, unless it asked for a password: then the payment has failed. */
export function declineTrade({ trades }: Pick<Cashier, 'trades'>, trade: Trade): Trade {
  return trade.state === 'USERPAYING' ? trades.move(trade, 'PAYERROR') : trade;
}
