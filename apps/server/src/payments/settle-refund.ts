import type { Refund as WeChatRefund, RefundStatus } from '@carillon/wechat';
import type { Tx } from '../platform/database.ts';
import { askRefund } from './ask-refund.ts';
import { CURRENCY } from './currency.ts';
import { updateRightlyTold } from './matter-store.ts';
import { paymentErrors } from './payment-errors.ts';
import { postRefund } from './post-money.ts';
import { countRefunds, findRefundByNumber, updateRefund, updateTrouble } from './refund-store.ts';
import { ATTEMPT_PAUSES_SECONDS, MAX_REFUNDS_PER_TRADE, MAX_REPLACEMENTS, refundStates } from './refund.ts';
import type { Refund, RefundMove } from './refund.ts';
import { lowerRefunded } from './trade-store.ts';

/** What WeChat Pay says of one of our refunds, verified to be its word for our merchant. */
export interface RefundTestimony {
  readonly refund: WeChatRefund;
  readonly now: Date;
  /** 256 random bits, of `[0-9A-Za-z_-]`, for the number of the refund that takes its place should it be closed. */
  readonly token: string;
}

const MOVE_OF = {
  PROCESSING: 'accept',
  SUCCESS: 'succeed',
  CLOSED: 'close',
  ABNORMAL: 'fail',
} as const satisfies Record<RefundStatus, RefundMove>;

/**
 * What a testimony changed: something; nothing, because it was known or is over; or that somebody must look at it,
 * because WeChat gives what was given back by hand.
 */
export type RefundSettlement = 'settled' | 'repeated' | 'given_twice';

/**
 * Settles what WeChat says of a refund, once, in whatever order it is said: numbers and amounts must be those that
 * were asked for. A refund that WeChat closed is begun again under a new number, a few times. The caller holds the
 * order's lock.
 * @throws notification_unreadable, notification_unknown_refund, notification_wrong_amount, notification_contradicts
 */
export async function settleRefund(
  tx: Tx,
  { refund: word, now, token }: RefundTestimony,
): Promise<RefundSettlement> {
  const refund = await findRefundByNumber(tx, word.outRefundNo);
  if (refund === undefined)
    throw paymentErrors.notification_unknown_refund({ outRefundNo: word.outRefundNo });
  refuseStrange(refund, word);
  const move = MOVE_OF[word.status];
  const changed = await updateRefund(tx, refund.id, {
    move,
    refundId: word.refundId,
    ...(move === 'accept' ? { nextAttemptAt: afterFirstPause(now) } : {}),
    ...(move === 'succeed' || move === 'close' ? { settledAt: endOf(word, now) } : {}),
  });
  if (!changed) return compareWithKnown(tx, refund, move);
  if (move === 'succeed') {
    await postRefund(tx, 'succeeded', { refund, at: endOf(word, now) });
    await updateRightlyTold(tx, { subject: 'refund', numbers: [refund.outRefundNo], at: now });
  }
  if (move === 'close') await giveUp(tx, refund, { now, token });
  return 'settled';
}

/** The money is the trade's again, and asked for once more unless that was in vain too often. */
async function giveUp(tx: Tx, refund: Refund, { now, token }: { now: Date; token: string }): Promise<void> {
  await lowerRefunded(tx, refund);
  await postRefund(tx, 'closed', { refund, at: now });
  if (refund.replacements >= MAX_REPLACEMENTS) return;
  if ((await countRefunds(tx, refund.tradeId)) >= MAX_REFUNDS_PER_TRADE) return;
  await askRefund(tx, {
    ...{ trade: tradeOf(refund), now, token },
    amountFen: refund.amountFen,
    cause: refund.cause,
    reason: refund.reason,
    by: refund.askedBy,
    replaces: { refund, asked: false },
  });
}

function tradeOf({ tradeId, orderId, outTradeNo, notifyUrl }: Refund) {
  return { id: tradeId, orderId, outTradeNo, notifyUrl };
}

function refuseStrange(refund: Refund, word: WeChatRefund): void {
  const { outRefundNo, outTradeNo, transactionId, refundId } = word;
  const isOurs = outTradeNo === refund.outTradeNo && transactionId === refund.transactionId;
  if (!isOurs || (refund.refundId !== null && refund.refundId !== refundId)) {
    throw paymentErrors.notification_contradicts({ outRefundNo, outTradeNo, transactionId, refundId });
  }
  if (!/^[\x21-\x7e]{1,64}$/.test(refundId)) {
    throw paymentErrors.notification_unreadable({ reason: 'not_a_number_of_wechat', name: 'refundId' });
  }
  const given = { refundFen: word.refundFen, totalFen: word.totalFen, currency: word.currency };
  const expected = { refundFen: refund.amountFen, totalFen: refund.tradeAmountFen, currency: CURRENCY };
  const isSame = given.refundFen === expected.refundFen && given.totalFen === expected.totalFen;
  if (!isSame || given.currency !== expected.currency) {
    throw paymentErrors.notification_wrong_amount({ outRefundNo, expected, given });
  }
}

/**
 * Nothing was moved: what was said is known, or came late and is over by now. But money that is given back cannot
 * be closed, what was closed cannot come, and what was given back by hand cannot come from WeChat, too.
 */
async function compareWithKnown(tx: Tx, refund: Refund, move: RefundMove): Promise<RefundSettlement> {
  const { state, outRefundNo } = refund;
  const { to } = refundStates.move(move);
  if (state === 'by_hand') {
    if (to !== 'processing' && to !== 'succeeded') return 'repeated';
    const { code: error } = paymentErrors.notification_contradicts();
    await updateTrouble(tx, refund, { error, refused: false });
    return 'given_twice';
  }
  const isFinal = state === 'succeeded' || state === 'closed';
  const saysFinal = to === 'succeeded' || to === 'closed';
  if (isFinal && saysFinal && state !== to) {
    throw paymentErrors.notification_contradicts({ outRefundNo, known: state, given: to });
  }
  return 'repeated';
}

function endOf({ successTime }: WeChatRefund, now: Date): Date {
  return successTime === undefined ? now : new Date(successTime);
}

function afterFirstPause(now: Date): Date {
  return new Date(now.getTime() + ATTEMPT_PAUSES_SECONDS[0] * 1_000);
}
