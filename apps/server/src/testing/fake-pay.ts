import { randomUUID } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import { createFakeRefunds } from './fake-refunds.ts';
import type { FakeRefunds } from './fake-refunds.ts';

/** A request that reached the fake WeChat Pay. */
interface PayRequest {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
}

export interface FakePay {
  readonly fetch: typeof fetch;
  readonly refunds: Pick<FakeRefunds, 'settle' | 'numbers' | 'notified' | 'givenFen' | 'arrivedFen'>;
  /** Everything asked so far, in order. */
  readonly requests: PayRequest[];
  /** Loses the answer to the next request; whether WeChat did what was asked is `done`. */
  loseNextAnswer(options: { done: boolean }): void;
  /** Refuses the next request with one of WeChat's codes. */
  refuseNext(status: number, code: string): void;
  /**
   * Holds the next request on its way to WeChat, or its answer on the way back, until `release`: then the request is
   * served, or the answer arrives.
   */
  holdNext(what: 'request' | 'answer'): void;
  /** How many are held now. */
  held(): number;
  /** Lets everything go that is held. */
  release(): void;
  /** Calls back whenever something is held. */
  onHeld(listener: () => void): void;
  /** What happens to the next close: it is confirmed but not done, or the buyer has paid the moment before. */
  meetNextClose(event: 'not done' | 'paid'): void;
  /** Nothing goes wrong any more, unless it is told anew. */
  forgetTroubles(): void;
  /** A buyer pays a trade, so that a query says SUCCESS; no notification is sent. */
  payTrade(outTradeNo: string): void;
  /** A trade is closed on WeChat's side, as when it has expired there. */
  closeByItself(outTradeNo: string): void;
  stateOf(outTradeNo: string): string | undefined;
  /** Numbers of all trades, the oldest first. */
  tradeNumbers(): string[];
  tradeOf(outTradeNo: string): { amountFen: number };
  /** Whether the buyer's money was taken, whatever became of it since. */
  isPaid(outTradeNo: string): boolean;
  /** The merchant gives the money of a paid trade back, so that a query says REFUND. */
  refundTrade(outTradeNo: string): void;
  /** The trade object of a paid trade, with a transaction id that stays the same for it. */
  paidTrade(paid: { outTradeNo: string; amountFen: number }): Record<string, unknown>;
}

export interface FakePayParts {
  readonly clock: Clock;
  readonly mchid: string;
  readonly appid: string;
  readonly signedHeaders: (body: string) => Record<string, string>;
}

interface FakeTrade {
  readonly amountFen: number;
  state: 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED';
}

/** WeChat Pay in memory, as far as Native trades and refunds go; its answers are signed. */
export function createFakePay({ clock, mchid, appid, signedHeaders }: FakePayParts): FakePay {
  const trades = new Map<string, FakeTrade>();
  const transactionIds = new Map<string, string>();
  const paidTimes = new Map<string, string>();
  const requests: PayRequest[] = [];
  const refunds = createFakeRefunds(clock, (outTradeNo) => ({
    outTradeNo,
    amountFen: trades.get(outTradeNo)?.amountFen ?? 0,
    transactionId: transactionIdOf(outTradeNo),
  }));
  let trouble: { lost: boolean; done: boolean } | { status: number; code: string } | undefined;
  let codes = 0;
  let toHold: 'request' | 'answer' | undefined;
  const releases: (() => void)[] = [];
  let tellHeld: () => void = () => undefined;
  let closeMeets: 'not done' | 'paid' | undefined;

  function answer(status: number, content?: object): Response {
    const body = content === undefined ? '' : JSON.stringify(content);
    return new Response(body === '' ? null : body, { status, headers: signedHeaders(body) });
  }

  function refuse(status: number, code: string): Response {
    return answer(status, { code, message: code });
  }

  function create(body: Record<string, unknown>): Response {
    const outTradeNo = String(body.out_trade_no);
    const { total } = body.amount as { total: number };
    const known = trades.get(outTradeNo);
    if (known?.state === 'CLOSED') return refuse(400, 'ORDER_CLOSED');
    if (known?.state === 'SUCCESS') return refuse(400, 'ORDER_PAID');
    trades.set(outTradeNo, known ?? { amountFen: total, state: 'NOTPAY' });
    codes += 1;
    if ('payer' in body) return answer(200, { prepay_id: `wx-prepay-${codes}` });
    return answer(200, { code_url: `weixin://wxpay/bizpayurl?pr=${codes}` });
  }

  function transactionIdOf(outTradeNo: string): string {
    const id = transactionIds.get(outTradeNo) ?? `42000${randomUUID().replaceAll('-', '').slice(0, 23)}`;
    transactionIds.set(outTradeNo, id);
    return id;
  }

  function paidTrade({ outTradeNo, amountFen }: { outTradeNo: string; amountFen: number }) {
    return {
      mchid,
      appid,
      out_trade_no: outTradeNo,
      transaction_id: transactionIdOf(outTradeNo),
      trade_type: 'NATIVE',
      trade_state: 'SUCCESS',
      trade_state_desc: '支付成功',
      success_time: paidTimes.get(outTradeNo) ?? wechatTime(clock.now()),
      payer: { openid: 'o-buyer' },
      amount: { total: amountFen, payer_total: amountFen, currency: 'CNY', payer_currency: 'CNY' },
    };
  }

  function query(outTradeNo: string): Response {
    const trade = trades.get(outTradeNo);
    if (trade === undefined) return refuse(404, 'ORDER_NOT_EXIST');
    const { amountFen, state } = trade;
    if (state === 'SUCCESS' || state === 'REFUND') {
      return answer(200, { ...paidTrade({ outTradeNo, amountFen }), trade_state: state });
    }
    return answer(200, { mchid, appid, out_trade_no: outTradeNo, trade_state: state });
  }

  function isPaid(outTradeNo: string): boolean {
    const state = trades.get(outTradeNo)?.state;
    return state === 'SUCCESS' || state === 'REFUND';
  }

  function setState(outTradeNo: string, state: FakeTrade['state']): void {
    const trade = trades.get(outTradeNo);
    if (trade === undefined) throw new Error(`WeChat does not know ${outTradeNo}`);
    trade.state = state;
    if (state === 'SUCCESS') paidTimes.set(outTradeNo, wechatTime(clock.now()));
  }

  function refund(path: string, { method, body }: Pick<PayRequest, 'method' | 'body'>): Response {
    const [number = '', applied] = path.split('/');
    const outTradeNo = String(body.out_trade_no);
    const { amountFen = 0 } = trades.get(outTradeNo) ?? {};
    const transactionId = transactionIdOf(outTradeNo);
    const trade = isPaid(outTradeNo) ? { outTradeNo, amountFen, transactionId } : undefined;
    const isQuery = method === 'GET';
    const answered = applied
      ? refunds.applyAbnormal(number)
      : isQuery
        ? refunds.query(number)
        : refunds.create(body, trade);
    if ('code' in answered) return refuse(answered.status, answered.code);
    if (!isQuery && !applied) setState(outTradeNo, 'REFUND');
    return answer(200, answered.object);
  }

  function close(outTradeNo: string): Response {
    const trade = trades.get(outTradeNo);
    const met = closeMeets;
    closeMeets = undefined;
    if (met === 'paid' && trade?.state === 'NOTPAY') setState(outTradeNo, 'SUCCESS');
    if (trade?.state === 'CLOSED') return refuse(400, 'ORDER_CLOSED');
    if (trade?.state === 'SUCCESS' || trade?.state === 'REFUND') return refuse(400, 'ORDER_PAID');
    if (trade?.state === 'NOTPAY' && met !== 'not done') trade.state = 'CLOSED';
    return answer(204);
  }

  function serve({ method, path, body }: PayRequest): Response {
    if (/^\/v3\/pay\/transactions\/(native|jsapi)$/.test(path)) return create(body);
    const refunded = /^\/v3\/refund\/domestic\/refunds\/?(.*)$/.exec(path)?.[1];
    if (refunded !== undefined) return refund(refunded, { method, body });
    const outTradeNo = /\/out-trade-no\/([^/]+)/.exec(path)?.[1] ?? '';
    return method === 'GET' ? query(outTradeNo) : close(outTradeNo);
  }

  async function untilReleased(): Promise<void> {
    const held = Promise.withResolvers<undefined>();
    releases.push(() => held.resolve(undefined));
    tellHeld();
    await held.promise;
  }

  function meet(request: PayRequest): Response {
    const met = trouble;
    trouble = undefined;
    if (met === undefined) return serve(request);
    if ('status' in met) return refuse(met.status, met.code);
    if (met.done) serve(request);
    throw new TypeError('fetch failed');
  }

  return {
    requests,
    refunds,
    paidTrade,
    holdNext: (what) => (toHold = what),
    held: () => releases.length,
    release: () => releases.splice(0).forEach((go) => go()),
    onHeld: (listener) => (tellHeld = listener),
    meetNextClose: (event) => (closeMeets = event),
    forgetTroubles() {
      trouble = undefined;
      closeMeets = undefined;
      toHold = undefined;
    },
    payTrade: (outTradeNo) => setState(outTradeNo, 'SUCCESS'),
    closeByItself: (outTradeNo) => setState(outTradeNo, 'CLOSED'),
    stateOf: (outTradeNo) => trades.get(outTradeNo)?.state,
    tradeNumbers: () => [...trades.keys()],
    tradeOf: (outTradeNo) => ({ amountFen: trades.get(outTradeNo)?.amountFen ?? 0 }),
    isPaid,
    refundTrade: (outTradeNo) => setState(outTradeNo, 'REFUND'),
    loseNextAnswer: ({ done }) => (trouble = { lost: true, done }),
    refuseNext: (status, code) => (trouble = { status, code }),
    fetch: async (url, init) => {
      const { body } = init ?? {};
      const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : '{}';
      const request = {
        method: init?.method ?? 'GET',
        path: new URL(url).pathname,
        body: JSON.parse(text) as Record<string, unknown>,
      };
      requests.push(request);
      const holding = toHold;
      toHold = undefined;
      if (holding === 'request') await untilReleased();
      const answered = meet(request);
      if (holding === 'answer') await untilReleased();
      return answered;
    },
  };
}

/** A time as WeChat writes it: to the second, in China. */
function wechatTime(at: Date): string {
  const inChina = new Date(at.getTime() + 8 * 60 * 60_000);
  return `${inChina.toISOString().slice(0, 19)}+08:00`;
}
