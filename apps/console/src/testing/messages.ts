import type { ConversationEvent, ConversationMessage } from '@carillon/contract';
import { MORNING_MS } from './orders.ts';

/** Makes a message: `aMessage(5)` is from the buyer, about order 1, written 5 min into the morning. */
export function aMessage(id: number, parts: Partial<ConversationMessage> = {}): ConversationMessage {
  const from = parts.from ?? 'buyer';
  return {
    ...{ id, orderId: 1, text: `第 ${id} 句`, key: `key-${id}` },
    ...{ from, author: from === 'shop' ? '小周' : null },
    at: new Date(MORNING_MS + id * 60_000).toISOString(),
    ...parts,
  };
}

/** Makes the event that tells of a message. */
export function aMessageEvent(message: ConversationMessage, shopUnread = 1): ConversationEvent {
  const { orderId, at } = message;
  return { type: 'message.sent', at, orderId, unread: { buyer: 0, shop: shopUnread }, message };
}
