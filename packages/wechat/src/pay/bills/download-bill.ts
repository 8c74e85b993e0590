import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { WeChatError } from '../../errors/wechat-error.ts';
import { isSafeUrl } from '../../http/base-url.ts';
import { textIn } from '../../http/json.ts';
import { callPay, exchange } from '../call-pay.ts';
import type { PayCall } from '../call-pay.ts';
import { refuse } from '../check-field.ts';
import { toChinaTime } from '../china-time.ts';
import type { PayContext } from '../pay-context.ts';
import { payRefusal } from '../pay-refusal.ts';

const unzip = promisify(gunzip);

/**
 * Asks for a bill, downloads it, unpacks it and compares its SHA-1 with the one that WeChat Pay signed: the file
 * itself is not signed. WeChat Pay APIv3, 申请交易账单, 申请资金账单, 下载账单.
 *
 * Throws `wechat_bill_creating` before about 10:00 of the next day, `wechat_bill_not_exist` for a day on which
 * nothing happened, `wechat_bill_changed` when the SHA-1 is another.
 */
export async function downloadBill(context: PayContext, path: string): Promise<Uint8Array> {
  const { object = {}, facts } = await callPay(context, { method: 'GET', path });
  const address = URL.parse(textIn(object, 'download_url') ?? '');
  const sha1 = textIn(object, 'hash_value')?.toLowerCase();
  if (!address || !isSafeUrl(address) || !sha1 || textIn(object, 'hash_type') !== 'SHA1') {
    const what = 'WeChat Pay gave no address of the bill, or no SHA-1.';
    throw new WeChatError('wechat_answer_unreadable', what, facts);
  }
  const file = await fetchFile(context, address);
  if (createHash('sha1').update(file).digest('hex') !== sha1) {
    throw new WeChatError('wechat_bill_changed', 'The bill has another SHA-1 than was promised.', facts);
  }
  return file;
}

/** Throws `wechat_bill_date_invalid` unless the text is a day of the calendar that has begun in China. */
export function checkBillDate(billDate: string, nowMs: number): void {
  const begins = new Date(`${billDate}T00:00:00+08:00`);
  // Days that are none, such as February 30th, are no time or come out as another day.
  const isDay = !Number.isNaN(begins.getTime()) && toChinaTime(begins) === `${billDate}T00:00:00+08:00`;
  if (!isDay || begins.getTime() > nowMs) {
    refuse({ code: 'wechat_bill_date_invalid', field: 'bill_date' }, 'is not a day that has begun in China');
  }
}

async function fetchFile(context: PayContext, address: URL): Promise<Uint8Array> {
  // The address is absolute, and signed by its own path and query; only WeChat knows its host.
  const call: PayCall = { method: 'GET', path: address.pathname + address.search };
  const answer = await exchange({ ...context, baseUrl: new URL(address.origin) }, call, context.billLine);
  if (answer.status !== 200) throw payRefusal(answer, `GET ${address.pathname}`);
  return isGzip(answer.body) ? unpack(answer.body, context.billLine.answerLimitBytes) : answer.body;
}

/** The file itself says how it is packed; what was asked for, and headers that proxies change, do not. */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function unpack(packed: Uint8Array, limitBytes: number): Promise<Uint8Array> {
  try {
    return await unzip(packed, { maxOutputLength: limitBytes });
  } catch (error) {
    const tooLarge = error instanceof RangeError;
    throw tooLarge
      ? new WeChatError('wechat_answer_too_large', `The bill is larger than ${limitBytes} bytes.`)
      : new WeChatError('wechat_bill_changed', 'The bill cannot be unpacked.');
  }
}
