import type { MessageKind } from '@carillon/contract';
import type { MessageTemplate } from '../platform/wechat-credentials.ts';

/** A message of the service account, before anybody is told of it. */
export interface MessageRequest {
  readonly shopId: number;
  /** null: it is about the shop. */
  readonly orderId: number | null;
  readonly kind: MessageKind;
  /** Of the receiver, under the service account's appid. */
  readonly openid: string;
  /** Whom staff read it went to; left out: the buyer. */
  readonly toName?: string | undefined;
  /** By our names of the template's keys: `{ first, keyword1, remark }`. */
  readonly data: Readonly<Record<string, string>>;
  /** Where a tap on it leads. */
  readonly url?: string | undefined;
  readonly at: Date;
}

/** A message whose time to be tried has come. */
export interface DueMessage extends Omit<MessageRequest, 'toName' | 'at'> {
  readonly id: number;
  /** With this one. */
  readonly attempts: number;
}

export const TEMPLATE_OF: Readonly<Record<MessageKind, MessageTemplate>> = {
  order_status: 'orderStatus',
  order_waiting: 'orderWaiting',
  shop_deaf: 'shopDeaf',
};

/**
 * Pauses after the first attempt, the second, and so on; after the last it is given up: what it says is old by then.
 * All are within the ten minutes for which WeChat drops a second message of the same `client_msg_id`, so that one whose
 * answer was lost does not arrive twice.
 */
export const ATTEMPT_PAUSES_SECONDS = [5, 15, 60, 120, 240];
/** A node that tries has this long: a token and a message, each asked for twice, take 32 s at most. */
export const ATTEMPT_LEASE_MS = 60_000;
/** WeChat tells a fate within seconds. After this long it will not. */
export const FATE_PATIENCE_MS = 5 * 60_000;
