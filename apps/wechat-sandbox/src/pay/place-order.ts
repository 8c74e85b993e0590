import type { Identity } from '../keys/identity.ts';
import type { Trust } from '../keys/wechat-signature.ts';
import type { SandboxPerson } from '../people/people.ts';
import { fromWeChatTime, toChinaDay } from '../platform/china-time.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { JsapiOrderRequest, OrderRequest } from './order-request.ts';
import { PayError } from './pay-errors.ts';
import type { Trade } from './trade.ts';
import type { TradeBook } from './trade-book.ts';

const CODE_LIFE_MS = 2 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;
const DEFAULT_LIFE_MS = 7 * DAY_MS;
const SHORTEST_LIFE_MS = 60 * 1000;
const LONGEST_LIFE_MS = 90 * DAY_MS;

export interface OrderDesk {
  identity: Identity;
  people: readonly SandboxPerson[];
  trades: TradeBook;
  clock: Clock;
  ids: Ids;
}

/**
 * POST /v3/pay/transactions/native. A repeat with the same parameters answers a fresh code_url and the old one
 * dies; time_expire counts in the first request only. Source: WeChat Pay, "Native下单".
 *
 * @throws APPID_MCHID_NOT_MATCH, PARAM_ERROR (time_expire), INVALID_REQUEST (same number, other parameters),
 *   ORDER_CLOSED, ORDER_PAID
 */
export function placeNativeOrder(desk: OrderDesk, request: OrderRequest, trust: Trust): { code_url: string } {
  const codeUrl = `weixin://wxpay/bizpayurl/up?pr=${desk.ids.token(9)}&groupid=00`;
  placeOrder(desk, request, { tradeType: 'NATIVE', trust, codeUrl });
  return { code_url: codeUrl };
}

/**
 * POST /v3/pay/transactions/jsapi: as a native order, but for the one buyer that it names, who pays in a page
 * inside WeChat or in a mini program. Source: WeChat Pay, "JSAPI下单".
 *
 * @throws as placeNativeOrder, and PARAM_ERROR or OPENID_MISMATCH where the openid is not one of that appid's
 */
export function placeJsapiOrder(
  desk: OrderDesk,
  request: JsapiOrderRequest,
  trust: Trust,
): { prepay_id: string } {
  const { openid } = request.payer;
  if (!desk.people.some(({ openids }) => openids[request.appid] === openid)) {
    const elsewhere = desk.people.some(({ openids }) => Object.values(openids).includes(openid));
    throw elsewhere
      ? new PayError('OPENID_MISMATCH', 'openid和appid不匹配')
      : new PayError('PARAM_ERROR', '无效的openid', {
          field: '/payer/openid',
          value: openid,
          issue: 'unknown openid',
          location: 'body',
        });
  }
  const prepayId = `wx${toChinaDay(desk.clock.now())}${desk.ids.hex(26).toLowerCase()}`;
  placeOrder(desk, request, { tradeType: 'JSAPI', trust, codeUrl: prepayId, payerOpenid: openid });
  return { prepay_id: prepayId };
}

function placeOrder(
  desk: OrderDesk,
  request: OrderRequest,
  kind: Pick<Trade, 'tradeType' | 'trust' | 'codeUrl'> & { payerOpenid?: string },
): Trade {
  demandOwnAppid(desk.identity, request.appid);
  const nowMs = desk.clock.now();
  const known = desk.trades.get(request.out_trade_no);
  const fingerprint = fingerprintOf(request);
  const trade = known ? reenter(known, fingerprint) : newTrade(request, fingerprint, nowMs);
  return desk.trades.put({ ...trade, ...kind, codeExpiresAt: nowMs + CODE_LIFE_MS });
}

/** @throws APPID_MCHID_NOT_MATCH */
export function demandOwnAppid({ payAppid, miniAppid }: Identity, appid: string): void {
  if (appid === payAppid || appid === miniAppid) return;
  throw new PayError('APPID_MCHID_NOT_MATCH', 'appid与mchid不匹配，请检查后重试', {
    field: '/appid',
    value: appid,
    issue: 'appid and mchid not match',
    location: 'body',
  });
}

function reenter(trade: Trade, fingerprint: string): Trade {
  if (trade.payment) throw new PayError('ORDER_PAID', '该订单已支付');
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
    tradeType: 'NATIVE',
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
