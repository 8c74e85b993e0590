import { orderConversationDestination, shopConversationsDestination } from '@carillon/contract';
import type { ConversationEvent, ConversationMessage } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { appendToJournal } from '../platform/journal/append-journal.ts';
import { conversationErrors } from './conversation-errors.ts';
import {
  countMessages,
  countSince,
  findByKey,
  insertMessage,
  lockConversation,
} from './conversation-store.ts';
import type { MessageRecord } from './conversation-store.ts';

/** Messages of one side about one order: neither can use up the other's room. */
const MAX_MESSAGES_PER_SIDE = 200;
/** Messages of one account about one order within the window, whichever node takes them. */
const MAX_MESSAGES_AT_ONCE = 20;
const WINDOW_MS = 60_000;

export interface Said {
  readonly message: ConversationMessage;
  /** False when it was said before, with the same key. */
  readonly isNew: boolean;
}

/**
 * Writes down what somebody says about an order and, in the same transaction, in both journals. Sent again with
 * its key, it is said once: the conversation's lock puts those who come at once in a row, which is also the order
 * of the numbers.
 * @throws message_key_reused, conversation_full, too_many_messages
 */
export async function say(tx: Tx, { shopId, ...record }: MessageRecord & { shopId: number }): Promise<Said> {
  const { orderId, side, sender, text, at } = record;
  await lockConversation(tx, { orderId, shopId });
  const earlier = await findByKey(tx, record);
  if (earlier !== undefined) {
    if (earlier.text !== text) throw conversationErrors.message_key_reused();
    return { message: earlier, isNew: false };
  }
  if ((await countMessages(tx, { orderId, side })) >= MAX_MESSAGES_PER_SIDE) {
    throw conversationErrors.conversation_full();
  }
  const since = new Date(at.getTime() - WINDOW_MS);
  if ((await countSince(tx, { orderId, sender, since })) >= MAX_MESSAGES_AT_ONCE) {
    throw conversationErrors.too_many_messages();
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
