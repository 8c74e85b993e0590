import { randomUUID } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';

type RefundStatus = 'PROCESSING' | 'SUCCESS' | 'ABNORMAL' | 'CLOSED';

interface FakeRefund {
  readonly refundId: string;
  readonly outRefundNo: string;
  readonly outTradeNo: string;
  readonly amountFen: number;
  readonly words: string;
  readonly createdAt: number;
  status: RefundStatus;
}

/** A trade as far as refunds go. */
export interface RefundableTrade {
  readonly outTradeNo: string;
  readonly amountFen: number;
  readonly transactionId: string;
}

type Answer = { status: 200; object: Record<string, unknown> } | { status: number; code: string };

export interface FakeRefunds {
  create(body: Record<string, unknown>, trade: RefundableTrade | undefined): Answer;
  query(outRefundNo: string): Answer;
  /** Tries an abnormal one again, on another card. */
  applyAbnormal(refundId: string): Answer;
  /** Brings one to its end, or to where it needs help. */
  settle(outRefundNo: string, status: RefundStatus): void;
  /** Numbers of all refunds, the oldest first. */
  numbers(): string[];
  /** What a notification says of one. */
  notified(outRefundNo: string): Record<string, unknown>;
  /** How much was given back of a trade, or is being. */
  givenFen(outTradeNo: string): number;
  /** How much of a trade has arrived at its buyer. */
  arrivedFen(outTradeNo: string): number;
}

const MINUTE_MS = 60_000;
const MAX_REFUNDS = 50;

/** WeChat's refunds in memory: each number once, with the same words; a minute apart; no more than was paid. */
export function createFakeRefunds(
  clock: Clock,
  tradeOf: (outTradeNo: string) => RefundableTrade,
): FakeRefunds {
  const refunds = new Map<string, FakeRefund>();

  function standing(outTradeNo: string): FakeRefund[] {
    return [...refunds.values()].filter(
      (refund) => refund.outTradeNo === outTradeNo && refund.status !== 'CLOSED',
    );
  }

  function refuseNew(outTradeNo: string, amountFen: number, trade: RefundableTrade): Answer | undefined {
    const given = standing(outTradeNo);
    if (sumOf(given) + amountFen > trade.amountFen || given.length >= MAX_REFUNDS) {
      return { status: 400, code: 'INVALID_REQUEST' };
    }
    const ofTrade = [...refunds.values()].filter((refund) => refund.outTradeNo === outTradeNo);
    const isHasty = ofTrade.some(({ createdAt }) => clock.now().getTime() - createdAt < MINUTE_MS);
    return isHasty ? { status: 429, code: 'FREQUENCY_LIMITED' } : undefined;
  }

  function describe(refund: FakeRefund): Record<string, unknown> {
    const { refundId, outRefundNo, outTradeNo, amountFen, status } = refund;
    const trade = tradeOf(outTradeNo);
    return {
      refund_id: refundId,
      out_refund_no: outRefundNo,
      transaction_id: trade.transactionId,
      out_trade_no: outTradeNo,
      user_received_account: '支付用户零钱',
      ...(status === 'SUCCESS' && { success_time: clock.now().toISOString() }),
      amount: {
        ...{ total: trade.amountFen, refund: amountFen, currency: 'CNY' },
        ...{ payer_total: trade.amountFen, payer_refund: amountFen },
      },
    };
  }

  function answer(refund: FakeRefund): Answer {
    return { status: 200, object: { ...describe(refund), status: refund.status } };
  }

  function known(outRefundNo: string): FakeRefund {
    const refund = refunds.get(outRefundNo);
    if (refund === undefined) throw new Error(`WeChat does not know ${outRefundNo}`);
    return refund;
  }

  return {
    create(body, trade) {
      const outRefundNo = String(body.out_refund_no);
      const words = JSON.stringify(body);
      const before = refunds.get(outRefundNo);
      if (before) return before.words === words ? answer(before) : { status: 400, code: 'INVALID_REQUEST' };
      if (trade === undefined) return { status: 404, code: 'RESOURCE_NOT_EXISTS' };
      const { refund: amountFen } = body.amount as { refund: number };
      const { outTradeNo } = trade;
      const refused = refuseNew(outTradeNo, amountFen, trade);
      if (refused) return refused;
      const refundId = `50000${randomUUID().replaceAll('-', '').slice(0, 23)}`;
      const createdAt = clock.now().getTime();
      const refund: FakeRefund = {
        refundId,
        outRefundNo,
        outTradeNo,
        amountFen,
        words,
        createdAt,
        status: 'PROCESSING',
      };
      refunds.set(outRefundNo, refund);
      return answer(refund);
    },
    query(outRefundNo) {
      const refund = refunds.get(outRefundNo);
      return refund ? answer(refund) : { status: 404, code: 'RESOURCE_NOT_EXISTS' };
    },
    applyAbnormal(refundId) {
      const refund = [...refunds.values()].find((candidate) => candidate.refundId === refundId);
      if (refund?.status !== 'ABNORMAL') return { status: 400, code: 'INVALID_REQUEST' };
      refund.status = 'PROCESSING';
      return answer(refund);
    },
    settle: (outRefundNo, status) => void (known(outRefundNo).status = status),
    numbers: () => [...refunds.keys()],
    notified: (outRefundNo) => {
      const refund = known(outRefundNo);
      return { ...describe(refund), refund_status: refund.status };
    },
    givenFen: (outTradeNo) => sumOf(standing(outTradeNo)),
    arrivedFen: (outTradeNo) => sumOf(standing(outTradeNo).filter(({ status }) => status === 'SUCCESS')),
  };
}

function sumOf(refunds: readonly FakeRefund[]): number {
  return refunds.reduce((fen, { amountFen }) => fen + amountFen, 0);
}
