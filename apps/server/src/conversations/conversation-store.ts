import type { ConversationMessage } from '@carillon/contract';
import { sql } from 'kysely';
import type { Generated } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';

export type Side = ConversationMessage['from'];
export type UnreadCounts = Readonly<Record<Side, number>>;

interface ConversationTables {
  conversation: {
    order_id: number;
    shop_id: number;
    newest_message_id: number | null;
    buyer_read_id: Generated<number>;
    shop_read_id: Generated<number>;
    buyer_unread: Generated<number>;
    shop_unread: Generated<number>;
  };
  conversation_message: {
    id: Generated<number>;
    order_id: number;
    side: Side;
    sender: string;
    author: string | null;
    text: string;
    idempotency_key: string;
    sent_at: Date;
  };
}

const tables = tablesOf<ConversationTables>;

/** Begins a conversation, or takes hold of the one there is: it stays locked until the transaction ends. */
export async function lockConversation(
  executor: Executor,
  { orderId, shopId }: { orderId: number; shopId: number },
): Promise<void> {
  await tables(executor)
    .insertInto('conversation')
    .values({ order_id: orderId, shop_id: shopId, newest_message_id: null })
    // An update of nothing, for the row's lock.
    .onConflict((conflict) => conflict.column('order_id').doUpdateSet({ shop_id: shopId }))
    .execute();
}

export interface MessageRecord {
  readonly orderId: number;
  readonly side: Side;
  /** The account that writes. */
  readonly sender: string;
  /** The name of the staff member who writes; null for the buyer. */
  readonly author: string | null;
  readonly text: string;
  readonly key: string;
  readonly at: Date;
}

export async function insertMessage(
  executor: Executor,
  record: MessageRecord,
): Promise<{ message: ConversationMessage; unread: UnreadCounts }> {
  const row = await tables(executor)
    .insertInto('conversation_message')
    .values({
      order_id: record.orderId,
      side: record.side,
      sender: record.sender,
      author: record.author,
      text: record.text,
      idempotency_key: record.key,
      sent_at: record.at,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  const unread = await tables(executor)
    .updateTable('conversation')
    .set({
      newest_message_id: row.id,
      ...(record.side === 'buyer'
        ? { shop_unread: sql<number>`shop_unread + 1` }
        : { buyer_unread: sql<number>`buyer_unread + 1` }),
    })
    .where('order_id', '=', record.orderId)
    .returning(['buyer_unread as buyer', 'shop_unread as shop'])
    .executeTakeFirstOrThrow();
  return { message: toMessage(row), unread };
}

/** The message that a sender sent with this key before, if there is one. */
export async function findByKey(
  executor: Executor,
  { orderId, sender, key }: Pick<MessageRecord, 'orderId' | 'sender' | 'key'>,
): Promise<ConversationMessage | undefined> {
  const row = await tables(executor)
    .selectFrom('conversation_message')
    .selectAll()
    .where('order_id', '=', orderId)
    .where('sender', '=', sender)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  return row && toMessage(row);
}

export async function countMessages(
  executor: Executor,
  { orderId, side }: { orderId: number; side: Side },
): Promise<number> {
  const { count } = await tables(executor)
    .selectFrom('conversation_message')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('order_id', '=', orderId)
    .where('side', '=', side)
    .executeTakeFirstOrThrow();
  return count;
}

/** How many messages of one account about an order were written after a moment. */
export async function countSince(
  executor: Executor,
  { orderId, sender, since }: { orderId: number; sender: string; since: Date },
): Promise<number> {
  const { count } = await tables(executor)
    .selectFrom('conversation_message')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('order_id', '=', orderId)
    .where('sender', '=', sender)
    .where('sent_at', '>', since)
    .executeTakeFirstOrThrow();
  return count;
}

/** All messages about an order, the oldest first. */
export async function selectMessages(executor: Executor, orderId: number): Promise<ConversationMessage[]> {
  const rows = await tables(executor)
    .selectFrom('conversation_message')
    .selectAll()
    .where('order_id', '=', orderId)
    .orderBy('id')
    .execute();
  return rows.map(toMessage);
}

/** Nothing is unread of a conversation that nobody has begun. */
export async function findUnread(executor: Executor, orderId: number): Promise<UnreadCounts> {
  const row = await tables(executor)
    .selectFrom('conversation')
    .select(['buyer_unread as buyer', 'shop_unread as shop'])
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  return row ?? { buyer: 0, shop: 0 };
}

/** A shop's conversations in which something was said last, the newest first. */
export async function selectShopConversations(
  executor: Executor,
  { shopId, limit }: { shopId: number; limit: number },
): Promise<{ orderId: number; unread: UnreadCounts; newest: ConversationMessage }[]> {
  const rows = await tables(executor)
    .selectFrom('conversation')
    .innerJoin('conversation_message', 'conversation_message.id', 'conversation.newest_message_id')
    .selectAll('conversation_message')
    .select(['buyer_unread', 'shop_unread'])
    .where('shop_id', '=', shopId)
    .orderBy('newest_message_id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ buyer_unread: buyer, shop_unread: shop, ...row }) => ({
    orderId: row.order_id,
    unread: { buyer, shop },
    newest: toMessage(row),
  }));
}

export interface ReadRecord {
  readonly orderId: number;
  /** Who has read. */
  readonly side: Side;
  /** The last message that was read. */
  readonly upTo: number;
}

/** Moves a side's mark on. Returns undefined when it stands there already, or the conversation has not begun. */
export async function moveReadMark(
  executor: Executor,
  { orderId, side, upTo }: ReadRecord,
): Promise<UnreadCounts | undefined> {
  const other: Side = side === 'buyer' ? 'shop' : 'buyer';
  const readId = side === 'buyer' ? 'buyer_read_id' : 'shop_read_id';
  const unread = tables(executor)
    .selectFrom('conversation_message')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('order_id', '=', orderId)
    .where('side', '=', other)
    .where('id', '>', upTo);
  return tables(executor)
    .updateTable('conversation')
    .set({ [readId]: upTo, [side === 'buyer' ? 'buyer_unread' : 'shop_unread']: unread })
    .where('order_id', '=', orderId)
    .where(readId, '<', upTo)
    .where('newest_message_id', '>=', upTo)
    .returning(['buyer_unread as buyer', 'shop_unread as shop'])
    .executeTakeFirst();
}

type MessageRow = {
  [Column in keyof ConversationTables['conversation_message']]: Column extends 'id'
    ? number
    : ConversationTables['conversation_message'][Column];
};

function toMessage(row: MessageRow): ConversationMessage {
  return {
    id: row.id,
    orderId: row.order_id,
    from: row.side,
    author: row.author,
    text: row.text,
    at: row.sent_at.toISOString(),
    key: row.idempotency_key,
  };
}
