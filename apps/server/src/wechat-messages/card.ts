import type { CardContent, CardKey, CardKind } from '@carillon/wechat';

/** What a card shows of its order; times as text, for it lies in the database. */
export interface CardFace {
  readonly status: 'paid' | 'preparing' | 'delivering' | 'ready' | 'done' | 'cancelled';
  /** As it is called out. */
  readonly number: string;
  readonly shopName: string;
  readonly goods: readonly { readonly name: string; readonly count: number; readonly priceFen: number }[];
  readonly pieces: number;
  /** ISO-8601: when it is promised, or was done. */
  readonly promisedAt: string | null;
  readonly pictureUrl: string;
}

/** A card to be shown, of an order that was paid in the mini program. */
export interface CardRequest extends CardKey {
  readonly shopId: number;
  readonly orderId: number;
  readonly kind: CardKind;
  readonly amountFen: number;
  readonly paidAt: Date;
  readonly face: CardFace;
  readonly at: Date;
}

/** A card whose newest change is to be told now. */
export interface DueCard extends Omit<CardRequest, 'at'> {
  readonly id: number;
  /** The change that is told, and the last one that was. */
  readonly wanted: number;
  readonly shown: number;
  readonly channel: 'card' | 'message';
  /** With this one. */
  readonly attempts: number;
}

/** Pauses after the first attempt, the second, and so on; the second is for payments that WeChat does not know for a minute. */
export const CARD_PAUSES_SECONDS = [10, 60, 120, 300, 900];
export const CARD_LEASE_MS = 60_000;

/** The face as WeChat's card. What a card of its kind cannot say, such as a table that is on its way, is what comes nearest. */
export function toCardContent(kind: CardKind, face: CardFace, orderId: number, now: Date): CardContent {
  const page = `pages/order/order?id=${orderId}`;
  const shared = {
    page,
    goods: face.goods.map((item) => ({ ...item, pictureUrl: face.pictureUrl, page })),
    pieces: face.pieces,
  };
  const promised = face.promisedAt === null ? undefined : new Date(face.promisedAt);
  if (kind === 'delivery') {
    const status = face.status === 'ready' ? 'preparing' : face.status;
    return { ...shared, kind, status, arrivesAt: promised };
  }
  const status = face.status === 'delivering' ? 'preparing' : face.status;
  const waits = status === 'paid' || status === 'preparing';
  const leftMs = promised === undefined || !waits ? 0 : promised.getTime() - now.getTime();
  const waitSeconds = Math.max(0, Math.ceil(leftMs / 60_000) * 60);
  return { ...shared, kind, status, queueNumber: face.number, waitSeconds };
}

/** The keys of the template "订单进度", as the shop's message has them; WeChat's own are named in `miniTemplates`. */
export function toMessageData({ shopName, number, status }: CardFace): Record<string, string> {
  return { thing1: shopName, character_string2: number, phrase3: WORDS[status] };
}

const WORDS: Readonly<Record<CardFace['status'], string>> = {
  paid: '已付款',
  preparing: '制作中',
  delivering: '配送中',
  ready: '请取餐',
  done: '已完成',
  cancelled: '已取消',
};

/** Why a change was not told: an accept is one message. */
export const KEPT_BACK = 'kept_back';

/** What the buyer acts on: accepts are kept for that. */
const WORTH_A_MESSAGE: ReadonlySet<CardFace['status']> = new Set(['delivering', 'ready', 'cancelled']);

export function isWorthAMessage({ status }: CardFace): boolean {
  return WORTH_A_MESSAGE.has(status);
}
