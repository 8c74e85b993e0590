import type { CardKind } from '@carillon/wechat';
import { sql } from 'kysely';
import type { Generated } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { CardFace, CardRequest, DueCard } from './card.ts';

interface CardTables {
  progress_card: {
    id: Generated<number>;
    shop_id: number;
    order_id: number;
    transaction_id: string;
    openid: string;
    kind: CardKind;
    amount_fen: number;
    paid_at: Date;
    content: CardFace;
    wanted: Generated<number>;
    shown: Generated<number>;
    channel: Generated<'card' | 'message'>;
    asked_at: Date;
    attempts: Generated<number>;
    next_attempt_at: Date | null;
    ended_at: Date | null;
    error: string | null;
  };
}

const tables = tablesOf<CardTables>;

/** Writes a card down that is to be shown; a second one of the same order is the first. */
export async function insertCard(executor: Executor, card: CardRequest): Promise<void> {
  await tables(executor)
    .insertInto('progress_card')
    .values({
      ...{ shop_id: card.shopId, order_id: card.orderId, transaction_id: card.transactionId },
      ...{ openid: card.openid, kind: card.kind, amount_fen: card.amountFen, paid_at: card.paidAt },
      content: sql`${JSON.stringify(card.face)}::jsonb`,
      asked_at: card.at,
      next_attempt_at: card.at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Has the card of an order show something else: what it was to show before is not told any more. */
export async function updateFace(
  executor: Executor,
  { orderId, face, at }: { orderId: number; face: CardFace; at: Date },
): Promise<void> {
  await tables(executor)
    .updateTable('progress_card')
    .set(({ eb }) => ({
      content: sql`${JSON.stringify(face)}::jsonb`,
      wanted: eb('wanted', '+', 1),
      attempts: 0,
      next_attempt_at: at,
    }))
    .where('order_id', '=', orderId)
    .execute();
}

/**
 * Takes the cards whose change is to be told, the longest due first, and has nobody else take them until `leaseUntil`.
 * Nodes that ask at the same time get different ones.
 */
export async function takeDueCards(
  executor: Executor,
  { now, leaseUntil, limit }: { now: Date; leaseUntil: Date; limit: number },
): Promise<DueCard[]> {
  return tables(executor)
    .updateTable('progress_card')
    .set(({ eb }) => ({ next_attempt_at: leaseUntil, attempts: eb('attempts', '+', 1) }))
    .where('id', 'in', (select) =>
      select
        .selectFrom('progress_card')
        .select('id')
        .where('next_attempt_at', '<=', now)
        .orderBy('next_attempt_at')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning(['id', 'shop_id as shopId', 'order_id as orderId', 'transaction_id as transactionId'])
    .returning(['openid', 'kind', 'amount_fen as amountFen', 'paid_at as paidAt', 'content as face'])
    .returning(['wanted', 'shown', 'channel', 'attempts'])
    .execute();
}

export type CardEnd =
  | { readonly told: true; readonly at: Date }
  | { readonly told: false; readonly at: Date; readonly error: string }
  | { readonly againAt: Date; readonly error: string; readonly channel: 'card' | 'message' };

/**
 * Writes down how a change was told, unless it was told anew or another one is wanted meanwhile: then the next attempt is
 * that one's.
 * @returns whether it was written down
 */
export async function endTelling(
  executor: Executor,
  { id, attempts, wanted }: Pick<DueCard, 'id' | 'attempts' | 'wanted'>,
  end: CardEnd,
): Promise<boolean> {
  const { numUpdatedRows } = await tables(executor)
    .updateTable('progress_card')
    .set(
      'againAt' in end
        ? { next_attempt_at: end.againAt, error: end.error, channel: end.channel }
        : {
            next_attempt_at: null,
            ended_at: end.at,
            error: end.told ? null : end.error,
            ...(end.told && { shown: wanted }),
          },
    )
    .where('id', '=', id)
    .where('wanted', '=', wanted)
    .where('attempts', '=', attempts)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/**
 * The card of a payment is not shown to the person: from now on they are told by messages, of its newest change first.
 * @returns its order; undefined when there is none such, or it was known
 */
export async function updateChannel(
  executor: Executor,
  { transactionId, error, at }: { transactionId: string; error: string; at: Date },
): Promise<number | undefined> {
  const row = await tables(executor)
    .updateTable('progress_card')
    // Another wish: what an attempt under way comes to, is about the card that was.
    .set(({ eb }) => ({
      ...{ channel: 'message', error, next_attempt_at: at },
      ...{ wanted: eb('wanted', '+', 1), attempts: 0 },
    }))
    .where('transaction_id', '=', transactionId)
    .where('channel', '=', 'card')
    .returning('order_id')
    .executeTakeFirst();
  return row?.order_id;
}

/** The card of an order; undefined when there is none. */
export async function selectCard(executor: Executor, orderId: number) {
  return tables(executor)
    .selectFrom('progress_card')
    .select(['id', 'channel', 'wanted', 'shown', 'attempts', 'error'])
    .select(['asked_at as askedAt', 'next_attempt_at as nextAttemptAt', 'ended_at as endedAt'])
    .where('order_id', '=', orderId)
    .executeTakeFirst();
}
