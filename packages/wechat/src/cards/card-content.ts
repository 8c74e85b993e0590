import { WeChatError } from '../errors/wechat-error.ts';
import type { JsonObject } from '../http/json.ts';

/**
 * The cards that shops have, by their `notify_type`: 2006 购物&餐饮（同城配送）服务动态, 2007 购物&餐饮&本地生活（等候领取）
 * 服务动态. Mini programs, 新版一次性订阅消息开发指南 1.2.
 */
export const CARD_TYPES = { delivery: 2006, collection: 2007 } as const;

export type CardKind = keyof typeof CARD_TYPES;

/**
 * How far an order is, in the words of each card.
 *
 * Uncertain: of WeChat's tables (subscribe-message-template/2006, /2007) we read `cur_status` 1 (用户已支付), 2 (备货中) and
 * 8 (送达, whose arrival_time is the time of delivery) of 2006, and 1 of 2007. The other numbers are those of the older
 * cards 1003 and 1004, as far as we know them: compare them with the tables before the first release. A wrong one is
 * answered by `wechat_card_refused`, and nothing is shown.
 */
export const CARD_STATUSES = {
  delivery: { paid: 1, preparing: 2, delivering: 6, done: 8, cancelled: 9 },
  collection: { paid: 1, preparing: 2, ready: 3, done: 4, cancelled: 5 },
} as const;

export type CardStatus<Kind extends CardKind = CardKind> = Kind extends CardKind
  ? keyof (typeof CARD_STATUSES)[Kind]
  : never;

export interface CardGoods {
  readonly name: string;
  /** https, of a host that WeChat may fetch from. */
  readonly pictureUrl: string;
  /** The page that a tap on it opens: `pages/menu/menu?shop=1`. */
  readonly page: string;
  /** 1 unless told. */
  readonly count?: number | undefined;
  readonly priceFen?: number | undefined;
}

interface CardBase {
  /** The page that a tap on the card opens: `pages/order/order?id=42`. */
  readonly page: string;
  /** At least one; the card shows the first few. */
  readonly goods: readonly CardGoods[];
  /** Pieces of all goods. */
  readonly pieces: number;
}

/** A card of 2006. */
export interface DeliveryCard extends CardBase {
  readonly kind: 'delivery';
  readonly status: CardStatus<'delivery'>;
  /** When it is promised to arrive; once it is done, when it did. */
  readonly arrivesAt?: Date | undefined;
}

/** A card of 2007. */
export interface CollectionCard extends CardBase {
  readonly kind: 'collection';
  readonly status: CardStatus<'collection'>;
  /** What is called out: at most 10 characters. */
  readonly queueNumber: string;
  /** What is left to wait; left out where nobody knows. */
  readonly waitSeconds?: number | undefined;
}

export type CardContent = DeliveryCard | CollectionCard;

/** WeChat's field for the number that is called out. 2007, queue_number. */
const MOST_QUEUE_CHARACTERS = 10;
/** A card shows three; more only make the answer slower. */
const MOST_GOODS = 10;

/** Writes `content_json`. @throws wechat_card_invalid */
export function toContentJson(card: CardContent): string {
  if (card.goods.length === 0) refuseCard('/content_json/product_list', 'has no goods');
  if (!Number.isSafeInteger(card.pieces) || card.pieces < 1) {
    refuseCard('/content_json/product_count', 'is not a whole number of 1 or more');
  }
  const content: JsonObject = {
    cur_status: statusNumber(card),
    wxa_path_query: card.page,
    product_count: card.pieces,
    product_list: { info_list: card.goods.slice(0, MOST_GOODS).map(toInfo) },
    ...(card.kind === 'delivery' ? deliveryFields(card) : collectionFields(card)),
  };
  return JSON.stringify(content);
}

function statusNumber(card: CardContent): number {
  return card.kind === 'delivery'
    ? CARD_STATUSES.delivery[card.status]
    : CARD_STATUSES.collection[card.status];
}

function deliveryFields({ arrivesAt }: DeliveryCard): JsonObject {
  return arrivesAt === undefined ? {} : { arrival_time: Math.floor(arrivesAt.getTime() / 1000) };
}

/** Equal limits read "about so many minutes"; both 0: nobody knows. 2007, 预计等待时长展示说明. */
function collectionFields({ queueNumber, waitSeconds = 0 }: CollectionCard): JsonObject {
  if (queueNumber === '' || Array.from(queueNumber).length > MOST_QUEUE_CHARACTERS) {
    refuseCard('/content_json/queue_number', `is empty or longer than ${MOST_QUEUE_CHARACTERS} characters`);
  }
  return { queue_number: queueNumber, min_wait_time: waitSeconds, max_wait_time: waitSeconds };
}

function toInfo({ name, pictureUrl, page, count = 1, priceFen }: CardGoods): JsonObject {
  return {
    product_img: pictureUrl,
    product_name: name,
    product_path_query: page,
    count,
    ...(priceFen !== undefined && { single_price: priceFen }),
  };
}

export function refuseCard(field: string, what: string): never {
  throw new WeChatError('wechat_card_invalid', `${field} ${what}.`, { field });
}
