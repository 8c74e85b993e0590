import { WeChatError, toMessageText } from '@carillon/wechat';
import type { CardFailed, WeChatOutcome } from '@carillon/wechat';
import type { Context } from '../platform/context.ts';
import { inWaves } from '../platform/in-waves.ts';
import type { MiniProgram } from '../platform/wechat.ts';
import { endTelling, takeDueCards, updateChannel } from './card-store.ts';
import type { CardEnd } from './card-store.ts';
import {
  CARD_LEASE_MS,
  CARD_PAUSES_SECONDS,
  KEPT_BACK,
  isWorthAMessage,
  toCardContent,
  toMessageData,
} from './card.ts';
import type { DueCard } from './card.ts';

const MAX_CONCURRENT_CARDS = 4;
const MAX_WAVES_PER_ROUND = 5;
/** The answer to a change that was lost the first time. */
const SHOWN = 'wechat_card_shown_already';
/** Refusals that another change of the same card would meet again. */
const NO_CARD: ReadonlySet<string> = new Set([
  'wechat_card_unavailable',
  'wechat_card_expired',
  'wechat_api_unauthorised',
  'wechat_card_code_unknown',
  'wechat_card_refused',
  'wechat_openid_unknown',
]);

export interface CardParts {
  readonly context: Context;
  /** Undefined where there is no mini program. */
  readonly program: MiniProgram | undefined;
  /** Is told of the order whenever a change was told, or given up. */
  readonly onChange: (orderId: number) => Promise<void>;
}

/**
 * Tells buyers of the mini program how far their orders are: by the service card, or by a subscribe message where there
 * is to be none. Only the newest change is told. Whatever happens, the order stays as it is.
 */
export async function showDueCards({ context, program, onChange }: CardParts): Promise<void> {
  if (program === undefined) return;
  const { database, clock } = context;
  const take = async () => {
    const now = clock.now();
    const leaseUntil = new Date(now.getTime() + CARD_LEASE_MS);
    return takeDueCards(database.db, { now, leaseUntil, limit: MAX_CONCURRENT_CARDS });
  };
  await inWaves(MAX_WAVES_PER_ROUND, take, async (card) => {
    const end = await tryCard(context, program, card);
    if (await endTelling(database.db, card, end)) await onChange(card.orderId);
  });
}

/** A card was taken and not shown: the buyer, or WeChat, does not want it. @returns its order, if that is news */
export async function hearOfCard(
  { database, clock }: Context,
  { transactionId, reason }: CardFailed,
): Promise<number | undefined> {
  const error = reason === 'user_refused' ? 'user_blocked' : reason;
  return updateChannel(database.db, { transactionId, error, at: clock.now() });
}

async function tryCard(context: Context, program: MiniProgram, card: DueCard): Promise<CardEnd> {
  const { clock, logger } = context;
  try {
    if (card.channel === 'message') return await tellByMessage(clock.now(), program, card);
    await show(program, card, clock.now());
    return { told: true, at: clock.now() };
  } catch (error) {
    const at = clock.now();
    const { code, outcome } = describe(error);
    if (code === SHOWN) return { told: true, at };
    const { orderId, attempts, channel } = card;
    logger.warn({ orderId, attempts, channel, code, err: error }, 'a buyer was not told of an order');
    const pauseSeconds = CARD_PAUSES_SECONDS[attempts - 1];
    // A message whose answer was lost is not sent again: it would arrive twice.
    const isFinal = outcome === 'final' || (channel === 'message' && outcome === 'unknown');
    if (!isFinal && pauseSeconds !== undefined) {
      return { againAt: new Date(at.getTime() + pauseSeconds * 1000), error: code, channel };
    }
    if (channel === 'card' && NO_CARD.has(code)) return { againAt: at, error: code, channel: 'message' };
    return { told: false, at, error: code };
  }
}

/** A card begins as paid or preparing, wherever the order is by now. */
async function show({ cards }: MiniProgram, card: DueCard, now: Date): Promise<void> {
  const { kind, face, orderId } = card;
  const begins = face.status === 'paid' || face.status === 'preparing';
  if (card.shown === 0) {
    const first = toCardContent(kind, begins ? face : { ...face, status: 'paid' }, orderId, now);
    await cards.activate(card, first, card).catch(ignoreShown);
  }
  if (card.shown > 0 || !begins) await cards.update(card, toCardContent(kind, face, orderId, now));
}

function ignoreShown(error: unknown): void {
  if (!(error instanceof WeChatError && error.code === SHOWN)) throw error;
}

async function tellByMessage(
  at: Date,
  { messages, templates }: MiniProgram,
  card: DueCard,
): Promise<CardEnd> {
  if (!isWorthAMessage(card.face)) return { told: false, at, error: KEPT_BACK };
  const template = templates.orderProgress;
  if (template === undefined) return { told: false, at, error: 'template_missing' };
  const named = Object.entries(toMessageData(card.face)).flatMap(([ours, text]) => {
    const key = template.keys === undefined ? ours : template.keys[ours];
    return key === undefined ? [] : [[key, toMessageText(key, text)] as const];
  });
  await messages.send({
    openid: card.openid,
    templateId: template.id,
    data: Object.fromEntries(named),
    page: `pages/order/order?id=${card.orderId}`,
  });
  return { told: true, at };
}

function describe(error: unknown): { code: string; outcome: WeChatOutcome } {
  if (!(error instanceof WeChatError)) return { code: 'internal_error', outcome: 'later' };
  return error;
}
