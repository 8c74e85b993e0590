import { randomBytes } from 'node:crypto';
import { WeChatError } from '../errors/wechat-error.ts';
import { readBaseUrl } from '../http/base-url.ts';
import { DEFAULT_ANSWER_LIMIT_BYTES, DEFAULT_REQUEST_TIME_LIMIT_MS } from '../http/send-request.ts';
import { fundFlowBill } from './bills/fund-flow-bill.ts';
import type { FundFlowBillRequest } from './bills/fund-flow-bill.ts';
import type { TradeBill } from './bills/read-trade-bill.ts';
import { tradeBill } from './bills/trade-bill.ts';
import type { TradeBillRequest } from './bills/trade-bill.ts';
import { downloadCertificates, downloadKeys } from './certificates/download-certificates.ts';
import type { PlatformCertificate } from './certificates/download-certificates.ts';
import { readNotification } from './notifications/read-notification.ts';
import type { IncomingNotification, PayNotification } from './notifications/read-notification.ts';
import { h5Order } from './orders/h5-order.ts';
import type { H5Order, H5OrderAnswer } from './orders/h5-order.ts';
import { jsapiOrder } from './orders/jsapi-order.ts';
import type { JsapiOrder, JsapiOrderAnswer } from './orders/jsapi-order.ts';
import { nativeOrder } from './orders/native-order.ts';
import type { NativeOrderAnswer } from './orders/native-order.ts';
import { signJsapiPayment } from './orders/sign-jsapi-payment.ts';
import type { JsapiPayment } from './orders/sign-jsapi-payment.ts';
import type { TradeOrder } from './orders/trade-order.ts';
import { chargePayCode } from './pay-code/charge-pay-code.ts';
import type { PayCodeCharges } from './pay-code/pay-code-charges.ts';
import { reverseTrade } from './pay-code/reverse-trade.ts';
import type { PayContext } from './pay-context.ts';
import { applyAbnormalRefund } from './refunds/apply-abnormal-refund.ts';
import type { AbnormalRefund } from './refunds/apply-abnormal-refund.ts';
import { createRefund } from './refunds/create-refund.ts';
import type { RefundRequest } from './refunds/create-refund.ts';
import { queryRefund } from './refunds/query-refund.ts';
import type { Refund } from './refunds/refund.ts';
import { createKeyRing } from './signing/key-ring.ts';
import { readApiV3Key, readMerchantKey, readVerifiers } from './signing/pay-keys.ts';
import type { VerifierSetting } from './signing/pay-keys.ts';
import { closeTrade } from './trades/close-trade.ts';
import { queryTrade, queryTransaction } from './trades/query-trade.ts';
import type { Trade } from './trades/trade.ts';

/** A notification with the goods of a long order has a few KiB. */
const DEFAULT_NOTIFICATION_LIMIT_BYTES = 128 * 1024;
/** A row has about 300 bytes: enough for 200 000 payments a day. */
const DEFAULT_BILL_LIMIT_BYTES = 64 * 1024 * 1024;
const DEFAULT_BILL_TIME_LIMIT_MS = 60_000;

/** What a merchant gets from WeChat Pay, and where WeChat Pay is. */
export interface PayClientOptions {
  /** `https://api.mch.weixin.qq.com`, or the sandbox: a host, no path. */
  readonly baseUrl: string;
  readonly mchid: string;
  /** The app that is meant where none is named. */
  readonly appid: string;
  /** Other apps bound to the merchant, such as the mini program's beside the service account's. */
  readonly otherAppids?: readonly string[] | undefined;
  /** 32 bytes. */
  readonly apiV3Key: string;
  /** PEM of `apiclient_key.pem`. */
  readonly merchantPrivateKey: string;
  /** Serial of `apiclient_cert.pem`, hexadecimal. */
  readonly merchantSerial: string;
  /** Keys that WeChat Pay may sign with: its public key, and certificates that were downloaded by hand. */
  readonly verifiers: readonly VerifierSetting[];
  /**
   * Whether certificates are downloaded: at the first need, every 11 hours, and when an unknown one signs, at
   * most once a minute. Off unless told; merchants with nothing but a public key leave it off.
   */
  readonly downloadCertificates?: boolean | undefined;
  /** Is told of each download of certificates that failed; nobody waits for those. */
  readonly onDownloadFailed?: ((error: unknown) => void) | undefined;
  /** 8000 unless told. */
  readonly requestTimeLimitMs?: number | undefined;
  /** 1 MiB unless told. */
  readonly answerLimitBytes?: number | undefined;
  /** 60 000 unless told. */
  readonly billTimeLimitMs?: number | undefined;
  /** 64 MiB unless told, unpacked. */
  readonly billLimitBytes?: number | undefined;
  /** 128 KiB unless told. */
  readonly notificationLimitBytes?: number | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** Milliseconds since the epoch. */
  readonly clock?: (() => number) | undefined;
  /** A text that is new for each request, at most 32 characters. */
  readonly nonce?: (() => string) | undefined;
}

/**
 * WeChat Pay for one merchant. An error of outcome `unknown` is to be repeated by the caller with the same number,
 * or settled by a query; one of outcome `later` after a while.
 */
export interface PayClient extends PayCodeCharges {
  nativeOrder(order: TradeOrder): Promise<NativeOrderAnswer>;
  jsapiOrder(order: JsapiOrder): Promise<JsapiOrderAnswer>;
  signJsapiPayment(prepaid: { readonly prepayId: string; readonly appid?: string | undefined }): JsapiPayment;
  h5Order(order: H5Order): Promise<H5OrderAnswer>;
  queryTransaction(transactionId: string): Promise<Trade>;
  closeTrade(outTradeNo: string): Promise<void>;
  createRefund(request: RefundRequest): Promise<Refund>;
  queryRefund(outRefundNo: string): Promise<Refund>;
  applyAbnormalRefund(request: AbnormalRefund): Promise<Refund>;
  readNotification(incoming: IncomingNotification): Promise<PayNotification>;
  tradeBill(request: TradeBillRequest): Promise<TradeBill>;
  fundFlowBill(request: FundFlowBillRequest): Promise<Uint8Array>;
  downloadCertificates(): Promise<readonly PlatformCertificate[]>;
}

/** Makes a client, or throws `wechat_configuration_invalid` naming the setting that is wrong. */
export function createPayClient(options: PayClientOptions): PayClient {
  const context = contextOf(options);
  return {
    nativeOrder: (order) => nativeOrder(context, order),
    jsapiOrder: (order) => jsapiOrder(context, order),
    signJsapiPayment: (prepaid) => signJsapiPayment(context, prepaid),
    h5Order: (order) => h5Order(context, order),
    queryTrade: (outTradeNo) => queryTrade(context, outTradeNo),
    queryTransaction: (transactionId) => queryTransaction(context, transactionId),
    closeTrade: (outTradeNo) => closeTrade(context, outTradeNo),
    createRefund: (request) => createRefund(context, request),
    queryRefund: (outRefundNo) => queryRefund(context, outRefundNo),
    applyAbnormalRefund: (request) => applyAbnormalRefund(context, request),
    readNotification: (incoming) => readNotification(context, incoming),
    tradeBill: (request) => tradeBill(context, request),
    fundFlowBill: (request) => fundFlowBill(context, request),
    chargePayCode: (charge) => chargePayCode(context, charge),
    reverseTrade: (trade) => reverseTrade(context, trade),
    downloadCertificates: () => downloadCertificates(context),
  };
}

function contextOf(options: PayClientOptions): PayContext {
  const clock = options.clock ?? Date.now;
  const configured = readVerifiers(options.verifiers, options.merchantSerial);
  if (configured.length === 0 && !options.downloadCertificates) {
    throw new WeChatError('wechat_configuration_invalid', 'verifiers holds no key of WeChat Pay.');
  }
  const context: PayContext = {
    baseUrl: readBaseUrl('baseUrl', options.baseUrl),
    merchant: {
      mchid: checkId('mchid', options.mchid),
      serial: checkId('merchantSerial', options.merchantSerial),
      privateKey: readMerchantKey(options.merchantPrivateKey),
    },
    appids: [
      checkId('appid', options.appid),
      ...(options.otherAppids ?? []).map((appid) => checkId('otherAppids', appid)),
    ],
    apiV3Key: readApiV3Key(options.apiV3Key),
    keys: createKeyRing({
      configured,
      download: options.downloadCertificates ? () => downloadKeys(context) : undefined,
      onDownloadFailed: options.onDownloadFailed ?? (() => undefined),
      clock,
    }),
    line: {
      fetch: options.fetch ?? fetch,
      requestTimeLimitMs: options.requestTimeLimitMs ?? DEFAULT_REQUEST_TIME_LIMIT_MS,
      answerLimitBytes: options.answerLimitBytes ?? DEFAULT_ANSWER_LIMIT_BYTES,
    },
    billLine: {
      fetch: options.fetch ?? fetch,
      requestTimeLimitMs: options.billTimeLimitMs ?? DEFAULT_BILL_TIME_LIMIT_MS,
      answerLimitBytes: options.billLimitBytes ?? DEFAULT_BILL_LIMIT_BYTES,
    },
    notificationLimitBytes: options.notificationLimitBytes ?? DEFAULT_NOTIFICATION_LIMIT_BYTES,
    clock,
    nonce: options.nonce ?? (() => randomBytes(16).toString('hex')),
  };
  return context;
}

/** These go into a quoted header: letters, digits, `_` and `-` only. */
function checkId(setting: string, text: string): string {
  if (/^[\w-]{1,64}$/.test(text)) return text;
  throw new WeChatError('wechat_configuration_invalid', `${setting} is missing or has odd characters.`);
}
