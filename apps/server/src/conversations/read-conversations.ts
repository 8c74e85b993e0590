import { orderConversationDestination, shopConversationsDestination } from '@carillon/contract';
import type { ConversationReply, ShopConversationsReply } from '@carillon/contract';
import type { Database, Executor } from '../platform/database.ts';
import { newestSeq } from '../platform/journal/newest-seq.ts';
import { readSnapshot } from '../platform/read-snapshot.ts';
import { findUnread, selectMessages, selectShopConversations } from './conversation-store.ts';

/** The latest of a shop; the board has fewer orders. */
const MAX_SHOP_CONVERSATIONS = 500;

/**
 * Reads what was said about an order, with the number of its journal that the answer is current with.
 * @param executor sees one moment: `readSnapshot`.
 * @param to the account that the reader writes to.
 */
export async function readConversation(
  executor: Executor,
  { orderId, to }: { orderId: number; to: string },
): Promise<ConversationReply> {
  const messages = await selectMessages(executor, orderId);
  const unread = await findUnread(executor, orderId);
  const seq = await newestSeq(executor, orderConversationDestination(orderId));
  return { conversation: { orderId, to, messages, unread }, seq };
}

/** Reads a shop's latest conversations, with the number of the shop's journal that the answer is current with. */
export async function listConversations(database: Database, shopId: number): Promise<ShopConversationsReply> {
  return readSnapshot(database, async (tx) => ({
    conversations: await selectShopConversations(tx, { shopId, limit: MAX_SHOP_CONVERSATIONS }),
    seq: await newestSeq(tx, shopConversationsDestination(shopId)),
  }));
}
