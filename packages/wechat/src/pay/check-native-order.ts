import { isIP } from 'node:net';
import { WeChatError } from '../errors/wechat-error.ts';
import { isSafeUrl } from '../http/base-url.ts';
import type { NativeOrder } from './native-order.ts';
import { checkOutTradeNo } from './out-trade-no.ts';

const DESCRIPTION_LIMIT_CHARACTERS = 127;
const ATTACH_LIMIT_CHARACTERS = 128;
const NOTIFY_URL_LIMIT_CHARACTERS = 255;
const EXPIRY_LIMIT_MS = 90 * 24 * 60 * 60 * 1000;

/** Throws the error of the first field that WeChat Pay would not take. WeChat Pay APIv3, Native下单. */
export function checkNativeOrder(order: NativeOrder, nowMs: number): void {
  checkOutTradeNo(order.outTradeNo);
  checkText(order);
  if (!Number.isSafeInteger(order.amountFen) || order.amountFen < 1) {
    throw new WeChatError('wechat_amount_invalid', 'The amount is not a whole number of fen, 1 or more.');
  }
  checkNotifyUrl(order.notifyUrl);
  const leftMs = order.expiresAt.getTime() - nowMs;
  if (!(leftMs > 0 && leftMs <= EXPIRY_LIMIT_MS)) {
    throw new WeChatError('wechat_expiry_invalid', 'The expiry is not within the next 90 days.');
  }
  if (order.payerClientIp !== undefined && isIP(order.payerClientIp) === 0) {
    throw new WeChatError('wechat_client_ip_invalid', 'The payer’s address is not an IP address.');
  }
}

function checkText(order: NativeOrder): void {
  const length = characters(order.description.trim());
  if (length < 1 || characters(order.description) > DESCRIPTION_LIMIT_CHARACTERS) {
    const what = `The description is empty or longer than ${DESCRIPTION_LIMIT_CHARACTERS} characters.`;
    throw new WeChatError('wechat_description_invalid', what);
  }
  if (characters(order.attach ?? '') > ATTACH_LIMIT_CHARACTERS) {
    const what = `The attached text is longer than ${ATTACH_LIMIT_CHARACTERS} characters.`;
    throw new WeChatError('wechat_attach_invalid', what);
  }
}

function checkNotifyUrl(text: string): void {
  const url = URL.parse(text);
  const plain = url && isSafeUrl(url) && !/[?#]/.test(text);
  if (!plain || text.length > NOTIFY_URL_LIMIT_CHARACTERS) {
    throw new WeChatError(
      'wechat_notify_url_invalid',
      'The notify URL is too long, not https (http on loopback), or has a query or fragment.',
    );
  }
}

/** Characters as people count them, not UTF-16 units: WeChat Pay counts 😀 as one. */
function characters(text: string): number {
  return Array.from(text).length;
}
