import type { Identity } from '../keys/identity.ts';
import type { Trust } from '../keys/wechat-signature.ts';
import { fromWeChatTime } from '../platform/china-time.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { OrderRequest } from './order-request.ts';
import { PayError } from './pay-errors.ts';
import type { Trade } from './trade.ts';
import type { TradeBook } from './trade-book.ts';

const CODE_LIFE_MS = 2 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const DEFAULT_LIFE_MS = 7 * DAY_MS;
const SHORTEST_LIFE_MS = 60 * 1000;
const LONGEST_LIFE_MS = 90 * DAY_MS;

export interface PayDesk {
  identity: Identity;
  trades: TradeBook;
  clock: Clock;
  ids: Ids;
}

/**
 * POST /v3/pay/transactions/native. A repeat with the same parameters answers a fresh code_url and the old one
 * dies; time_expire counts in the first request only.
 *
 * @throws APPID_MCHID_NOT_MATCH, PARAM_ERROR (time_expire), INVALID_REQUEST (same number, other parameters),
 *   ORDER_CLOSED, ORDER_PAID
 */
export function placeNativeOrder(desk: PayDesk, request: OrderRequest, trust: Trust): { code_url: string } {
  if (request.appid !== desk.identity.payAppid) {
    throw new PayError('APPID_MCHID_NOT_MATCH', 'appid与mchid不匹配，请检查后重试', {
      field: '/appid',
      value: request.appid,
      issue: 'appid and mchid not match',
      location: 'body',
    });
  }
  const known = desk.trades.get(request.out_trade_no);
  const fingerprint = fingerprintOf(request);
  const trade = known ? reenter(known, fingerprint) : newTrade(request, fingerprint, desk.clock.now());
  const codeUrl = `weixin://wxpay/bizpayurl/up?pr=${desk.ids.token(9)}&groupid=00`;
  desk.trades.put({ ...trade, trust, codeUrl, codeExpiresAt: desk.clock.now() + CODE_LIFE_MS });
  return { code_url: codeUrl };
}

function reenter(trade: Trade, fingerprint: string): Trade {
  if (trade.state === 'SUCCESS') throw new PayError('ORDER_PAID', '该订单已支付');
  if (trade.state === 'CLOSED') throw new PayError('ORDER_CLOSED', '该订单已关闭，请更换商户订单号重新下单');
  if (trade.fingerprint !== fingerprint) {
    throw new PayError('INVALID_REQUEST', '请求重入时，参数与首次请求时不一致');
  }
  // A fresh code is free again for whoever scans it first.
  return { ...trade, scannedBy: undefined };
}

function newTrade(request: OrderRequest, fingerprint: string, nowMs: number): Trade {
  return {
    outTradeNo: request.out_trade_no,
    appid: request.appid,
    mchid: request.mchid,
    description: request.description,
    attach: request.attach,
    notifyUrl: request.notify_url,
    amountFen: request.amount.total,
    fingerprint,
    state: 'NOTPAY',
    createdAt: nowMs,
    expiresAt: expiryOf(request.time_expire, nowMs),
    codeUrl: '',
    codeExpiresAt: 0,
    trust: 'certificate',
  };
}

function expiryOf(timeExpire: string | undefined, nowMs: number): number {
  const wishedMs = timeExpire === undefined ? nowMs + DEFAULT_LIFE_MS : fromWeChatTime(timeExpire);
  if (wishedMs === undefined || wishedMs > nowMs + LONGEST_LIFE_MS) {
    throw new PayError('PARAM_ERROR', '输入源“/body/time_expire”校验失败：不得超过90天', {
      field: '/time_expire',
      value: timeExpire,
      issue: 'more than 90 days from now',
      location: 'body',
    });
  }
  return Math.max(wishedMs, nowMs + SHORTEST_LIFE_MS);
}

/** The schema writes its keys in one order, so equal parameters make equal text. */
function fingerprintOf(request: OrderRequest): string {
  return JSON.stringify({ ...request, time_expire: undefined });
}
