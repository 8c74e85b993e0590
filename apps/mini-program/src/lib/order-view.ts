import { clockText, dayText, orderHint, orderSteps, reminderPauseMs, whereWords } from '@carillon/buyer';
import type { Locale, Translate } from '@carillon/buyer';
import type { Order } from '@carillon/contract';
import { formatFen } from '@carillon/contract';

/** An order as its page shows it. */
export interface OrderView {
  readonly number: string;
  readonly where: string;
  /** What it is about now, in one line. */
  readonly now: string;
  readonly hint: string;
  readonly promise: string;
  readonly steps: readonly { name: string; state: 'done' | 'now' | 'next' }[];
  readonly lines: readonly { name: string; choices: string; amount: string }[];
  readonly fee: string;
  readonly total: string;
  readonly remark: string;
  readonly door: string;
  readonly refunds: readonly { id: number; state: string; text: string; isBad: boolean }[];
  readonly canPay: boolean;
  readonly canCancel: boolean;
  readonly canRemind: boolean;
  /** The words of the reminder's button; it cannot be pressed while there is a pause. */
  readonly remind: string;
  readonly isPaused: boolean;
  /** The pass that it brought; 0 where it brought none. */
  readonly passId: number;
}

interface ViewParts {
  readonly t: Translate;
  readonly locale: Locale;
  readonly nowMs: number;
}

export function orderView(order: Order, { t, locale, nowMs }: ViewParts): OrderView {
  const { number, status, lines, totalFen, deliveryFeeFen, remark, contact, refunds } = order;
  const isCancelled = status === 'cancelled';
  const pauseMs = reminderPauseMs(order.remindedAt, nowMs);
  return {
    number,
    where: whereWords(t, order),
    now: isCancelled
      ? t(`cancelled.because.${order.cancellation?.reason ?? 'shop'}`)
      : t(`order.now.${status}`),
    hint: isCancelled ? cancelledHint(order, t) : t(`order.hint.${orderHint(order)}`, { number }),
    promise: promiseWords(order, t, nowMs),
    steps: isCancelled
      ? []
      : orderSteps(order).map(({ name, state }) => ({ name: t(`order.${name}`), state })),
    lines: lines.map(({ name, quantity, amountFen, choices = [] }) => ({
      name: `${name} × ${quantity}`,
      choices: choices.map((choice) => choice.name).join('、'),
      amount: formatFen(amountFen),
    })),
    fee: deliveryFeeFen > 0 ? t('delivery.costs', { fee: formatFen(deliveryFeeFen) }) : '',
    total: formatFen(totalFen),
    remark,
    door: contact ? `${contact.address} ${contact.name} ${contact.phone}` : '',
    refunds: refunds.map(({ id, state, amountFen, settledAt, askedAt }) => ({
      ...{ id, isBad: state === 'failed' },
      state: `${t(`refund.state.${state}`)} · ${dayText(settledAt ?? askedAt, locale)}`,
      text: t(`refund.text.${state}`, { amount: formatFen(amountFen) }),
    })),
    canPay: status === 'pending_payment',
    canCancel: status === 'pending_payment' || status === 'paid',
    canRemind: status === 'paid',
    remind: pauseMs > 0 ? t('order.remindAgain', { seconds: Math.ceil(pauseMs / 1_000) }) : t('order.remind'),
    isPaused: pauseMs > 0,
    passId: order.passId ?? 0,
  };
}

/** Money may have come after the order was cancelled: then there is a refund, too. */
function cancelledHint({ cancellation, paidAt, refunds }: Order, t: Translate): string {
  const note = cancellation?.note ?? '';
  const money = t(paidAt !== null || refunds.length > 0 ? 'cancelled.paid' : 'cancelled.unpaid');
  return note === '' ? money : `${t('cancelled.note', { note })} ${money}`;
}

/** When the shop said that it will be there, as long as it is not. */
function promiseWords({ status, promisedAt, fulfilment }: Order, t: Translate, nowMs: number): string {
  if (promisedAt === null || (status !== 'accepted' && status !== 'delivering')) return '';
  const time = clockText(promisedAt);
  return Date.parse(promisedAt) >= nowMs ? t(`promise.${fulfilment}`, { time }) : t('promise.late', { time });
}
