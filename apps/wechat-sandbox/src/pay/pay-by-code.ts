import type { FaultBench } from '../faults/fault-bench.ts';
import type { AuthCodes } from './auth-codes.ts';
import type { CodePayRequest } from './order-request.ts';
import { PayError } from './pay-errors.ts';
import { demandOwnAppid } from './place-order.ts';
import type { OrderDesk } from './place-order.ts';
import { takePayment } from './take-payment.ts';
import type { Cashier } from './take-payment.ts';
import { toTransactionResource } from './trade.ts';
import type { Trade, TransactionResource } from './trade.ts';

/** A buyer who does not give the password by then has not paid. */
const PASSWORD_LIMIT_MS = 5 * 60 * 1000;

export type CodePayDesk = OrderDesk & Cashier & { authCodes: AuthCodes; faults: FaultBench };

/**
 * POST /v3/pay/transactions/codepay: the shop has scanned the buyer's code. Paid at once and told in the answer, no
 * notification follows; or the buyer must give a password first, and the shop asks again. Source: WeChat Pay,
 * "付款码支付".
 *
 * @throws USER_PAYING, ORDER_PAID, OUT_TRADE_NO_USED, APPID_MCHID_NOT_MATCH, PARAM_ERROR (the code)
 */
export function payByCode(desk: CodePayDesk, request: CodePayRequest): TransactionResource {
  demandOwnAppid(desk.identity, request.appid);
  const known = desk.trades.get(request.out_trade_no);
  if (known?.state === 'USERPAYING') throw userPaying();
  if (known?.payment) throw new PayError('ORDER_PAID', '该订单已支付');
  if (known) throw new PayError('OUT_TRADE_NO_USED', '商户订单号重复，请更换商户订单号重新下单');

  const personId = desk.authCodes.use(request.payer.auth_code);
  const person = desk.people.find(({ id }) => id === personId);
  if (!person) {
    throw new PayError('PARAM_ERROR', '付款码无效，请刷新再试', {
      field: '/payer/auth_code',
      value: request.payer.auth_code,
      issue: 'auth_code is unknown, used or too old',
      location: 'body',
    });
  }
  const trade = desk.trades.put({ ...tradeOf(request, desk.clock.now()), scannedBy: person.id });
  if (desk.faults.take('code-needs-password', trade)) {
    desk.trades.move(trade, 'USERPAYING');
    throw userPaying();
  }
  return toTransactionResource(takePayment(desk, trade, person));
}

function userPaying(): PayError {
  return new PayError('USER_PAYING', '需要用户输入支付密码');
}

/**
 * POST …/out-trade-no/{out_trade_no}/reverse: undoes a payment by code, whatever has become of it. What was paid
 * goes back at once. Source: WeChat Pay, "撤销订单".
 *
 * @throws ORDER_NOT_EXIST, TRADE_ERROR (not paid by code, or refunded in part)
 */
export function reverseTrade({ trades }: Pick<CodePayDesk, 'trades'>, outTradeNo: string): Trade {
  const trade = trades.get(outTradeNo);
  if (!trade) throw new PayError('ORDER_NOT_EXIST', '订单不存在');
  if (trade.tradeType !== 'MICROPAY') throw new PayError('TRADE_ERROR', '只有付款码支付的订单可以撤销');
  if (trade.state === 'REFUND') throw new PayError('TRADE_ERROR', '订单已发生退款，不能撤销');
  return trade.state === 'REVOKED' ? trade : trades.move(trade, 'REVOKED');
}

function tradeOf(request: CodePayRequest, nowMs: number): Trade {
  return {
    outTradeNo: request.out_trade_no,
    appid: request.appid,
    mchid: request.mchid,
    description: request.description,
    attach: request.attach,
    notifyUrl: '',
    amountFen: request.amount.total,
    fingerprint: JSON.stringify(request),
    state: 'NOTPAY',
    tradeType: 'MICROPAY',
    createdAt: nowMs,
    expiresAt: nowMs + PASSWORD_LIMIT_MS,
    codeUrl: '',
    codeExpiresAt: 0,
    trust: 'certificate',
  };
}
