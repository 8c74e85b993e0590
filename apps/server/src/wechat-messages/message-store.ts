import type { MessageKind } from '@carillon/contract';
import type { TemplateFate } from '@carillon/wechat';
import { sql } from 'kysely';
import type { Generated } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { DueMessage, MessageRequest } from './message.ts';

interface MessageTables {
  wechat_message: {
    id: Generated<number>;
    shop_id: number;
    order_id: number | null;
    kind: MessageKind;
    openid: string;
    to_name: string | null;
    data: Readonly<Record<string, string>>;
    url: string | null;
    asked_at: Date;
    state: Generated<'waiting' | 'sent' | 'failed'>;
    attempts: Generated<number>;
    next_attempt_at: Date;
    msg_id: string | null;
    ended_at: Date | null;
    error: string | null;
  };
  wechat_message_fate: { msg_id: string; fate: TemplateFate; told_at: Date };
}

const tables = tablesOf<MessageTables>;

export async function insertMessage(executor: Executor, message: MessageRequest): Promise<number> {
  const { shopId, orderId, kind, openid, toName, data, url, at } = message;
  const { id } = await tables(executor)
    .insertInto('wechat_message')
    .values({
      ...{ shop_id: shopId, order_id: orderId, kind, openid, asked_at: at, next_attempt_at: at },
      to_name: toName ?? null,
      data: sql`${JSON.stringify(data)}::json`,
      url: url ?? null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/**
 * Takes the messages whose time has come, the longest due first, and has nobody else take them until `leaseUntil`.
 * Nodes that ask at the same time get different ones.
 */
export async function takeDue(
  executor: Executor,
  { now, leaseUntil, limit }: { now: Date; leaseUntil: Date; limit: number },
): Promise<DueMessage[]> {
  const rows = await tables(executor)
    .updateTable('wechat_message')
    .set(({ eb }) => ({ next_attempt_at: leaseUntil, attempts: eb('attempts', '+', 1) }))
    .where('id', 'in', (select) =>
      select
        .selectFrom('wechat_message')
        .select('id')
        .where('state', '=', 'waiting')
        .where('next_attempt_at', '<=', now)
        .orderBy('next_attempt_at')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returning([
      'id',
      'shop_id as shopId',
      'order_id as orderId',
      'kind',
      'openid',
      'data',
      'url',
      'attempts',
    ])
    .execute();
  return rows.map((row) => ({ ...row, url: row.url ?? undefined }));
}

export type AttemptEnd =
  | { readonly state: 'sent'; readonly at: Date; readonly msgId: string }
  | { readonly state: 'failed'; readonly at: Date; readonly error: string }
  | { readonly state: 'waiting'; readonly againAt: Date; readonly error: string };

/**
 * Writes down how an attempt went, unless another was begun meanwhile.
 * @returns whether it was written down
 */
export async function endAttempt(
  executor: Executor,
  { id, attempts }: Pick<DueMessage, 'id' | 'attempts'>,
  end: AttemptEnd,
): Promise<boolean> {
  const { numUpdatedRows } = await tables(executor)
    .updateTable('wechat_message')
    .set({
      state: end.state,
      ...(end.state === 'waiting' ? { next_attempt_at: end.againAt } : { ended_at: end.at }),
      error: end.state === 'sent' ? null : end.error,
      msg_id: end.state === 'sent' ? end.msgId : null,
    })
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** The order that a message of WeChat's number is about; null: it is about the shop; undefined: it is none of ours. */
export async function findOrderOf(executor: Executor, msgId: string): Promise<number | null | undefined> {
  const row = await tables(executor)
    .selectFrom('wechat_message')
    .select('order_id')
    .where('msg_id', '=', msgId)
    .executeTakeFirst();
  return row?.order_id;
}

/**
 * Writes a fate down; the first that is told of a message counts.
 * @returns whether this one does
 */
export async function insertFate(
  executor: Executor,
  { msgId, fate, at }: { msgId: string; fate: TemplateFate; at: Date },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tables(executor)
    .insertInto('wechat_message_fate')
    .values({ msg_id: msgId, fate, told_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Forgets fates of messages that are not ours, such as those of another system on the same account. */
export async function deleteForeignFates(executor: Executor, toldBefore: Date): Promise<void> {
  await tables(executor)
    .deleteFrom('wechat_message_fate')
    .where('told_at', '<', toldBefore)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom('wechat_message')
            .select('id')
            .whereRef('wechat_message.msg_id', '=', 'wechat_message_fate.msg_id'),
        ),
      ),
    )
    .execute();
}

/** The messages about an order with what was told of their fates, the oldest first. */
export async function selectMessages(executor: Executor, orderId: number) {
  return tables(executor)
    .selectFrom('wechat_message')
    .leftJoin('wechat_message_fate as told', 'told.msg_id', 'wechat_message.msg_id')
    .select(['id', 'kind', 'to_name as toName', 'asked_at as askedAt', 'state', 'attempts'])
    .select(['ended_at as endedAt', 'error', 'fate', 'told_at as toldAt'])
    .where('order_id', '=', orderId)
    .orderBy('id')
    .execute();
}
