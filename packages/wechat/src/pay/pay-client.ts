import { randomBytes } from 'node:crypto';
import { WeChatError } from '../errors/wechat-error.ts';
import { readBaseUrl } from '../http/base-url.ts';
import { DEFAULT_ANSWER_LIMIT_BYTES, DEFAULT_REQUEST_TIME_LIMIT_MS } from '../http/send-request.ts';
import type { PayContext } from './call-pay.ts';
import { closeTrade } from './close-trade.ts';
import { nativeOrder } from './native-order.ts';
import type { NativeOrder, NativeOrderAnswer } from './native-order.ts';
import { readApiV3Key, readMerchantKey, readVerifiers } from './pay-keys.ts';
import type { VerifierSetting } from './pay-keys.ts';
import { queryTrade } from './query-trade.ts';
import { readNotification } from './read-notification.ts';
import type { IncomingNotification, PayNotification } from './read-notification.ts';
import type { Trade } from './trade.ts';

/** What a merchant gets from WeChat Pay, and where WeChat Pay is. */
export interface PayClientOptions {
  /** `https://api.mch.weixin.qq.com`, or the sandbox: a host, no path. */
  readonly baseUrl: string;
  readonly mchid: string;
  readonly appid: string;
  /** 32 bytes. */
  readonly apiV3Key: string;
  /** PEM of `apiclient_key.pem`. */
  readonly merchantPrivateKey: string;
  /** Serial of `apiclient_cert.pem`, hexadecimal. */
  readonly merchantSerial: string;
  /** Every key that WeChat Pay may sign with. */
  readonly verifiers: readonly VerifierSetting[];
  /** 8000 unless told. */
  readonly requestTimeLimitMs?: number | undefined;
  /** 1 MiB unless told. */
  readonly answerLimitBytes?: number | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** Milliseconds since the epoch. */
  readonly clock?: (() => number) | undefined;
  /** A text that is new for each request, at most 32 characters. */
  readonly nonce?: (() => string) | undefined;
}

/**
 * WeChat Pay for one merchant and app. Each call goes out once; an error of outcome `unknown` is to be
 * repeated by the caller with the same number, or settled by a query.
 */
export interface PayClient {
  nativeOrder(order: NativeOrder): Promise<NativeOrderAnswer>;
  queryTrade(outTradeNo: string): Promise<Trade>;
  closeTrade(outTradeNo: string): Promise<void>;
  readNotification(incoming: IncomingNotification): PayNotification;
}

/** Makes a client, or throws `wechat_configuration_invalid` naming the setting that is wrong. */
export function createPayClient(options: PayClientOptions): PayClient {
  const context: PayContext = {
    baseUrl: readBaseUrl('baseUrl', options.baseUrl),
    merchant: {
      mchid: checkId('mchid', options.mchid),
      serial: checkId('merchantSerial', options.merchantSerial),
      privateKey: readMerchantKey(options.merchantPrivateKey),
    },
    appid: checkId('appid', options.appid),
    apiV3Key: readApiV3Key(options.apiV3Key),
    keys: readVerifiers(options.verifiers, options.merchantSerial),
    line: {
      fetch: options.fetch ?? fetch,
      requestTimeLimitMs: options.requestTimeLimitMs ?? DEFAULT_REQUEST_TIME_LIMIT_MS,
      answerLimitBytes: options.answerLimitBytes ?? DEFAULT_ANSWER_LIMIT_BYTES,
    },
    clock: options.clock ?? Date.now,
    nonce: options.nonce ?? (() => randomBytes(16).toString('hex')),
  };
  return {
    nativeOrder: (order) => nativeOrder(context, order),
    queryTrade: (outTradeNo) => queryTrade(context, outTradeNo),
    closeTrade: (outTradeNo) => closeTrade(context, outTradeNo),
    readNotification: (incoming) => readNotification(context, incoming),
  };
}

/** These go into a quoted header: letters, digits, `_` and `-` only. */
function checkId(setting: string, text: string): string {
  if (/^[\w-]{1,64}$/.test(text)) return text;
  throw new WeChatError('wechat_configuration_invalid', `${setting} is missing or has odd characters.`);
}
