import { WeChatError } from '../errors/wechat-error.ts';
import type { JsonObject } from '../http/json.ts';

/** How the goods came to the buyer. 发货信息录入, logistics_type; 1 (express) needs a parcel's number, which no shop of ours has. */
const LOGISTICS_TYPES = { delivery: 2, virtual: 3, pickup: 4 } as const;

export type Logistics = keyof typeof LOGISTICS_TYPES;

/** What a payment of the mini program bought, and that the buyer has it. */
export interface ShippingInformation {
  /** WeChat's number of the payment. */
  readonly transactionId: string;
  /** Who paid, under the mini program's appid. */
  readonly openid: string;
  readonly logistics: Logistics;
  /** What it was, at most 120 characters: `红烧肉×1、米饭×2`. */
  readonly description: string;
  /** WeChat takes only what is newer than the last upload of the same payment. */
  readonly uploadedAt: Date;
}

const MOST_DESCRIPTION_CHARACTERS = 120;
/** delivery_mode: all at once (统一发货); split deliveries are for parcels. */
const WHOLE_DELIVERY = 1;
/** order_number_type: by WeChat's number (2), not by ours (1). */
const BY_TRANSACTION = 2;
const CHINA_AHEAD_MS = 8 * 60 * 60 * 1000;

/** Writes the body of upload_shipping_info. @throws wechat_shipping_invalid */
export function toShippingBody(shipping: ShippingInformation): JsonObject {
  const { transactionId, openid, logistics, description, uploadedAt } = shipping;
  checkTransactionId(transactionId);
  if (!/^[\w-]{1,128}$/.test(openid)) refuseShipping('/payer/openid', 'is no openid');
  if (description.trim() === '' || Array.from(description).length > MOST_DESCRIPTION_CHARACTERS) {
    refuseShipping(
      '/shipping_list/0/item_desc',
      `is empty or longer than ${MOST_DESCRIPTION_CHARACTERS} characters`,
    );
  }
  return {
    order_key: { order_number_type: BY_TRANSACTION, transaction_id: transactionId },
    logistics_type: LOGISTICS_TYPES[logistics],
    delivery_mode: WHOLE_DELIVERY,
    shipping_list: [{ item_desc: description }],
    upload_time: toUploadTime(uploadedAt),
    payer: { openid },
  };
}

/** Cuts a description to what WeChat takes, with an ellipsis where something is missing. */
export function toShippingText(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= MOST_DESCRIPTION_CHARACTERS) return text;
  return `${characters.slice(0, MOST_DESCRIPTION_CHARACTERS - 1).join('')}…`;
}

export function checkTransactionId(transactionId: string): void {
  if (!/^\d{1,32}$/.test(transactionId)) {
    refuseShipping('/order_key/transaction_id', 'is no transaction id');
  }
}

function refuseShipping(field: string, what: string): never {
  throw new WeChatError('wechat_shipping_invalid', `${field} ${what}.`, { field });
}

/** RFC 3339 with milliseconds and China's offset: `2022-12-15T13:29:35.120+08:00`, as WeChat's document writes it. */
function toUploadTime(time: Date): string {
  return `${new Date(time.getTime() + CHINA_AHEAD_MS).toISOString().slice(0, 23)}+08:00`;
}
