import type { Trust } from '../keys/wechat-signature.ts';
import type { FaultBench } from '../faults/fault-bench.ts';
import type { Clock } from '../platform/clock.ts';
import { toChinaDay } from '../platform/china-time.ts';
import type { Ids } from '../platform/ids.ts';
import { PayError } from './pay-errors.ts';
import type { Refund, RefundOutcome } from './refund.ts';
import type { RefundBook } from './refund-book.ts';
import type { RefundRequest } from './refund-request.ts';
import type { RefundSettler } from './settle-refunds.ts';
import type { Trade } from './trade.ts';
import type { TradeBook } from './trade-book.ts';

/** WeChat Pay takes refunds of one order no closer than this. */
const REFUND_INTERVAL_MS = 60_000;
const REFUNDS_PER_TRADE = 50;
/** To the balance it takes minutes; this short, so that nobody waits for it. */
const SETTLING_MS = 3_000;
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

export interface RefundDesk {
  trades: TradeBook;
  refunds: RefundBook;
  settler: RefundSettler;
  faults: FaultBench;
  clock: Clock;
  ids: Ids;
  /** How many times faster than WeChat it waits. */
  timeScale: () => number;
}

/**
 * POST /v3/refund/domestic/refunds: accepts a refund, which comes to its outcome later. A repeat with the same
 * number and parameters answers how it stands. Source: WeChat Pay, "退款申请".
 *
 * @throws RESOURCE_NOT_EXISTS, INVALID_REQUEST, FREQUENCY_LIMITED, NOT_ENOUGH
 */
export function refundTrade(desk: RefundDesk, request: RefundRequest, trust: Trust): Refund {
  const fingerprint = JSON.stringify(request);
  const known = desk.refunds.get(request.out_refund_no);
  if (known) {
    if (known.fingerprint === fingerprint) return known;
    throw new PayError('INVALID_REQUEST', '订单金额或退款金额与之前请求不一致，请核实后再试');
  }
  const trade = refundableTrade(desk, request);
  demandRoom(desk, trade, request.amount);
  if (desk.faults.take('refund-not-enough', trade)) {
    throw new PayError('NOT_ENOUGH', '基本账户余额不足，请充值后重新发起');
  }

  const nowMs = desk.clock.now();
  const refund = desk.refunds.add({
    refundId: `5030${desk.ids.digits(6)}${toChinaDay(nowMs)}${desk.ids.digits(11)}`,
    outRefundNo: request.out_refund_no,
    outTradeNo: trade.outTradeNo,
    transactionId: trade.payment?.transactionId ?? '',
    amountFen: request.amount.refund,
    totalFen: trade.amountFen,
    reason: request.reason,
    notifyUrl: request.notify_url,
    fingerprint,
    status: 'PROCESSING',
    createdAt: nowMs,
    settlesAt: nowMs + settlingMs(desk, trade),
    outcome: outcomeOf(desk, trade),
    channel: 'ORIGINAL',
    trust,
  });
  desk.trades.move(trade, 'REFUND');
  desk.settler.watch(refund);
  return refund;
}

function refundableTrade({ trades, clock }: RefundDesk, request: RefundRequest): Trade {
  const trade =
    request.transaction_id === undefined
      ? trades.get(request.out_trade_no ?? '')
      : trades.findByTransaction(request.transaction_id);
  if (!trade) throw new PayError('RESOURCE_NOT_EXISTS', '订单不存在');
  if (trade.state !== 'SUCCESS' && trade.state !== 'REFUND') {
    throw new PayError('INVALID_REQUEST', '订单未支付成功，不能退款');
  }
  if (trade.amountFen !== request.amount.total) {
    throw new PayError('INVALID_REQUEST', '订单金额与原订单不一致，请核实后再试');
  }
  if (clock.now() - (trade.payment?.paidAt ?? 0) > YEAR_MS) {
    throw new PayError('INVALID_REQUEST', '订单已超过可退款的最大期限（一年）');
  }
  return trade;
}

function demandRoom(desk: RefundDesk, trade: Trade, { refund }: RefundRequest['amount']): void {
  const refunds = desk.refunds.ofTrade(trade.outTradeNo);
  const lastAt = refunds.at(-1)?.createdAt ?? -Infinity;
  if (
    desk.clock.now() - lastAt < REFUND_INTERVAL_MS / desk.timeScale() &&
    !desk.faults.take('refunds-at-any-pace', trade)
  ) {
    throw new PayError('FREQUENCY_LIMITED', '单笔订单请求频率过高，请间隔1分钟后再试');
  }
  const given = refunds.filter(({ status }) => status !== 'CLOSED');
  const givenFen = given.reduce((sum, { amountFen }) => sum + amountFen, 0);
  if (givenFen + refund > trade.amountFen) {
    throw new PayError('INVALID_REQUEST', '退款金额大于支付金额，或该订单已全额退款');
  }
  if (given.length >= REFUNDS_PER_TRADE || desk.faults.take('refund-51st', trade)) {
    throw new PayError('INVALID_REQUEST', '该订单的部分退款次数已超过50次');
  }
}

function settlingMs({ faults, timeScale }: RefundDesk, trade: { outTradeNo: string }): number {
  return (faults.take('refund-slow', trade)?.value ?? SETTLING_MS) / timeScale();
}

function outcomeOf({ faults }: RefundDesk, trade: { outTradeNo: string }): RefundOutcome {
  if (faults.take('refund-abnormal', trade)) return 'ABNORMAL';
  return faults.take('refund-closed', trade) ? 'CLOSED' : 'SUCCESS';
}

/**
 * POST /v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund: tries another account, and succeeds there
 * unless it is told otherwise. Source: WeChat Pay, "发起异常退款".
 *
 * @throws RESOURCE_NOT_EXISTS, INVALID_REQUEST
 */
export function applyAbnormalRefund(
  desk: RefundDesk,
  { refundId, outRefundNo }: { refundId: string; outRefundNo: string },
): Refund {
  const refund = desk.refunds.findById(refundId);
  if (refund?.outRefundNo !== outRefundNo) throw new PayError('RESOURCE_NOT_EXISTS', '退款单不存在');
  if (refund.status !== 'ABNORMAL')
    throw new PayError('INVALID_REQUEST', '退款单状态不是退款异常，不能发起异常退款');
  const applied = desk.refunds.move(refund, 'PROCESSING', {
    channel: 'OTHER_BANKCARD',
    settlesAt: desk.clock.now() + settlingMs(desk, refund),
    outcome: outcomeOf(desk, refund),
  });
  desk.settler.watch(applied);
  return applied;
}
