import { orderConversationDestination, shopConversationsDestination } from '@carillon/contract';
import type { ConversationEvent, ConversationMessage } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { appendToJournal } from '../platform/journal/append-journal.ts';
import { conversationErrors } from './conversation-errors.ts';
import { countMessages, findByKey, insertMessage, lockConversation } from './conversation-store.ts';
import type { MessageRecord } from './conversation-store.ts';

/** Messages of one side about one order: neither can use up the other's room. */
const MAX_MESSAGES_PER_SIDE = 200;

export interface Said {
  readonly message: ConversationMessage;
  /** False when it was said before, with the same key. */
  readonly isNew: boolean;
}

/**
 * Writes down what somebody says about an order and, in the same transaction, in both journals. Sent again with
 * its key, it is said once: the conversation's lock puts those who come at once in a row, which is also the order
 * of the numbers.
 * @throws message_key_reused, conversation_full
 */
export async function say(tx: Tx, { shopId, ...record }: MessageRecord & { shopId: number }): Promise<Said> {
  const { orderId, side, text, at } = record;
  await lockConversation(tx, { orderId, shopId });
  const earlier = await findByKey(tx, record);
  if (earlier !== undefined) {
    if (earlier.text !== text) throw conversationErrors.message_key_reused();
    return { message: earlier, isNew: false };
  }
  if ((await countMessages(tx, { orderId, side })) >= MAX_MESSAGES_PER_SIDE) {
    throw conversationErrors.conversation_full();
  }
  const { message, unread } = await insertMessage(tx, record);
  const event: ConversationEvent = {
    type: 'message.sent',
    ...{ at: at.toISOString(), orderId, unread, message },
  };
  await appendToJournal(tx, orderConversationDestination(orderId), event);
  await appendToJournal(tx, shopConversationsDestination(shopId), event);
  return { message, isNew: true };
}
