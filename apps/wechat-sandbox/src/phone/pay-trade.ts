import type { Notifier } from '../notifications/notifier.ts';
import type { SandboxPerson } from '../people/people.ts';
import type { Clock } from '../platform/clock.ts';
import { toChinaDay } from '../platform/china-time.ts';
import type { Ids } from '../platform/ids.ts';
import type { Trade } from '../pay/trade.ts';
import type { TradeBook } from '../pay/trade-book.ts';
import { claimTrade } from './scan-code.ts';

export interface Cashier {
  trades: TradeBook;
  notifier: Notifier;
  clock: Clock;
  ids: Ids;
}

/**
 * 付款: the trade is paid from this moment, and the merchant is told.
 *
 * @throws PhoneError trade_paid, trade_closed, code_taken
 */
export function payTrade(
  { trades, notifier, clock, ids }: Cashier,
  trade: Trade,
  person: SandboxPerson,
): Trade {
  const claimed = claimTrade(trades, trade, person.id);
  const paidAt = clock.now();
  const paid = trades.move(claimed, 'SUCCESS', {
    payment: {
      transactionId: `4200${ids.digits(6)}${toChinaDay(paidAt)}${ids.digits(10)}`,
      paidAt,
      personId: person.id,
      openid: person.openids[claimed.appid] ?? '',
    },
  });
  notifier.announce(paid);
  return paid;
}
