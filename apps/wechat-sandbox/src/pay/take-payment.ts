import type { Notifier } from '../notifications/notifier.ts';
import type { SandboxPerson } from '../people/people.ts';
import type { Clock } from '../platform/clock.ts';
import { toChinaDay } from '../platform/china-time.ts';
import type { Ids } from '../platform/ids.ts';
import type { Trade } from './trade.ts';
import type { TradeBook } from './trade-book.ts';

export interface Cashier {
  trades: TradeBook;
  notifier: Notifier;
  clock: Clock;
  ids: Ids;
}

/** The trade is paid from this moment, and the merchant is told. */
export function takePayment(
  { trades, notifier, clock, ids }: Cashier,
  trade: Trade,
  person: SandboxPerson,
): Trade {
  const paidAt = clock.now();
  const paid = trades.move(trade, 'SUCCESS', {
    payment: {
      transactionId: `4200${ids.digits(6)}${toChinaDay(paidAt)}${ids.digits(10)}`,
      paidAt,
      personId: person.id,
      openid: person.openids[trade.appid] ?? '',
    },
  });
  notifier.announcePayment(paid);
  return paid;
}
