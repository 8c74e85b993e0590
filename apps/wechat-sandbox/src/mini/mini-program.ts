import type { Trade } from '../pay/trade.ts';
import type { TradeBook } from '../pay/trade-book.ts';
import type { Clock } from '../platform/clock.ts';
import type { MessagePush } from '../messages/message-push.ts';
import { eventXml, remindShippingEvent, settlementEvent } from './mini-events.ts';
import type { MiniEvent } from './mini-events.ts';
import type { Shipping, ShippingBook } from './shipping-book.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A payment that nothing was uploaded of is reminded of after so long. */
const REMIND_MS = 2 * DAY_MS;
/** 自提、同城配送: the buyer is taken to have confirmed so long after the upload. */
const SETTLE_MS = 2 * DAY_MS;

export interface MiniProgramDeps {
  miniAppid: string;
  trades: TradeBook;
  shippings: ShippingBook;
  push: MessagePush;
  clock: Clock;
}

/** What happens to the mini program's money by itself, and what its server is told. */
export interface MiniProgram {
  tell(event: MiniEvent): void;
  /** Frozen, shipped or settled; undefined for a trade whose money is no matter of the mini program's. */
  fundsOf(trade: Trade): 'frozen' | 'shipped' | 'settled' | undefined;
  /** Tells that a payment is shipped, and settles it in two days. */
  ship(trade: Trade, shipping: Shipping): void;
  /** The money is free from now on. */
  settle(shipping: Shipping): Shipping;
  close(): void;
}

export function createMiniProgram({
  miniAppid,
  trades,
  shippings,
  push,
  clock,
}: MiniProgramDeps): MiniProgram {
  /** What is still to come, by the payment's number: a reminder, or the settlement. */
  const awaited = new Map<string, () => void>();
  const isOurs = (trade: Trade) => trade.appid === miniAppid && trade.payment !== undefined;

  function waitFor(transactionId: string, delayMs: number, task: () => void): void {
    awaited.get(transactionId)?.();
    awaited.set(transactionId, clock.after(delayMs, task));
  }

  function tell(event: MiniEvent): void {
    push.tell({ subject: event.subject, openid: event.openid, text: eventXml(event, clock.now()) });
  }

  function settle(shipping: Shipping): Shipping {
    awaited.get(shipping.transactionId)?.();
    awaited.delete(shipping.transactionId);
    const settled = shippings.put({ ...shipping, settledAt: clock.now() });
    const trade = trades.findByTransaction(shipping.transactionId);
    if (trade) tell(settlementEvent(trade, settled, clock.now()));
    return settled;
  }

  const stop = trades.onChange((trade) => {
    const { payment, state } = trade;
    if (!isOurs(trade) || !payment || state !== 'SUCCESS' || awaited.has(payment.transactionId)) return;
    if (shippings.get(payment.transactionId)) return;
    waitFor(payment.transactionId, REMIND_MS, () => tell(remindShippingEvent(trade)));
  });

  return {
    tell,
    settle,
    fundsOf(trade) {
      if (!isOurs(trade)) return undefined;
      const shipping = shippings.get(trade.payment?.transactionId ?? '');
      if (!shipping) return 'frozen';
      return shipping.settledAt === undefined ? 'shipped' : 'settled';
    },
    ship(trade, shipping) {
      const settlesAt = clock.now() + SETTLE_MS;
      tell(settlementEvent(trade, shipping, settlesAt));
      waitFor(shipping.transactionId, SETTLE_MS, () => settle(shipping));
    },
    close() {
      stop();
      for (const cancel of awaited.values()) cancel();
      awaited.clear();
    },
  };
}
