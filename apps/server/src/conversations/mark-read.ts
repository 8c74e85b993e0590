import { orderConversationDestination, shopConversationsDestination } from '@carillon/contract';
import type { ConversationEvent } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { appendToJournal } from '../platform/journal/append-journal.ts';
import { moveReadMark } from './conversation-store.ts';
import type { ReadRecord } from './conversation-store.ts';

/**
 * Notes that a side has read a conversation up to a message, and tells both sides, so that every page of that side
 * stops counting it. A mark never goes back; one that goes nowhere is told to nobody.
 */
export async function markRead(
  tx: Tx,
  { shopId, at, ...mark }: ReadRecord & { shopId: number; at: Date },
): Promise<void> {
  const { orderId, side: by, upTo } = mark;
  const unread = await moveReadMark(tx, mark);
  if (unread === undefined) return;
  const event: ConversationEvent = {
    type: 'conversation.read',
    ...{ at: at.toISOString(), orderId, unread, by, upTo },
  };
  await appendToJournal(tx, orderConversationDestination(orderId), event);
  await appendToJournal(tx, shopConversationsDestination(shopId), event);
}
