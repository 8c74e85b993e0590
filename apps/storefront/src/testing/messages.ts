import type { ConversationEvent, ConversationMessage, ConversationReply } from '@carillon/contract';

const WRITTEN_AT = '2026-11-21T04:06:00.000Z';

/** A message of the shop about order 7, but for what the test says. */
export function makeMessage(given: Partial<ConversationMessage> = {}): ConversationMessage {
  const { from = 'shop', id = 1 } = given;
  return {
    ...{ id, orderId: 7, from, text: '好的，马上', at: WRITTEN_AT, key: `key-${id}` },
    author: from === 'shop' ? '小周' : null,
    ...given,
  };
}

/** What the server says of the conversation about order 7. */
export function makeConversation(messages: ConversationMessage[] = [], unread = 0): ConversationReply {
  return {
    conversation: { orderId: 7, to: 'shop:1', messages, unread: { buyer: unread, shop: 0 } },
    seq: messages.length,
  };
}

/** The event that tells of a message. */
export function makeMessageEvent(message: ConversationMessage, unread = 1): ConversationEvent {
  return {
    ...{ type: 'message.sent', at: message.at, orderId: message.orderId, message },
    unread: { buyer: unread, shop: 0 },
  };
}
