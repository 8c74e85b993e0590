import type { FaultBench } from '../faults/fault-bench.ts';
import { DEFAULT_PERSON_ID } from '../people/people.ts';
import type { SandboxPerson } from '../people/people.ts';
import { PayError } from './pay-errors.ts';
import { takePayment } from './take-payment.ts';
import type { Cashier } from './take-payment.ts';
import type { Trade } from './trade.ts';

export interface CloseDesk extends Cashier {
  people: readonly SandboxPerson[];
  faults: FaultBench;
}

/**
 * POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close. Closing twice is no error. WeChat Pay was seen to
 * answer 204 to a number that it did not know, so who must be sure queries afterwards.
 * Source: WeChat Pay, "关闭订单".
 *
 * @throws ORDER_NOT_EXIST, ORDER_PAID, TRADE_ERROR (a trade paid by code is reversed instead)
 */
export function closeTrade(desk: CloseDesk, outTradeNo: string): void {
  const trade = desk.trades.get(outTradeNo);
  if (!trade) {
    if (desk.faults.take('close-unknown-204', { outTradeNo })) return;
    throw new PayError('ORDER_NOT_EXIST', '订单不存在');
  }
  if (trade.state === 'CLOSED') return;
  if (trade.payment) throw new PayError('ORDER_PAID', '该订单已支付，不能关闭');
  if (trade.tradeType === 'MICROPAY') throw new PayError('TRADE_ERROR', '付款码支付订单请使用撤销接口');
  if (desk.faults.take('paid-at-close', trade)) {
    takePayment(desk, trade, likelyPayer(desk.people, trade));
    throw new PayError('ORDER_PAID', '该订单已支付，不能关闭');
  }
  desk.trades.move(trade, 'CLOSED');
}

/** Whoever the order names or has scanned the code, else who pays by default. */
function likelyPayer(people: readonly SandboxPerson[], trade: Trade): SandboxPerson {
  const payer =
    people.find(({ openids }) => openids[trade.appid] === trade.payerOpenid) ??
    people.find(({ id }) => id === (trade.scannedBy ?? DEFAULT_PERSON_ID));
  if (!payer) throw new Error('nobody lives in this sandbox');
  return payer;
}
