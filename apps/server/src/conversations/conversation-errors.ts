import { defineErrors } from '../platform/errors.ts';

/** Refusals of the conversations domain; described in docs/errors/conversations.md. */
export const conversationErrors = defineErrors({
  conversation_not_found: {
    status: 404,
    message: 'There is no such order, or its conversation is not yours.',
  },
  conversation_unpaid: {
    status: 409,
    message: 'The shop does not see this order before it is paid. Pay it, then write.',
  },
  conversation_closed: {
    status: 409,
    message: 'The order has been over for a while, and so is its conversation. Call the shop.',
  },
  conversation_full: {
    status: 409,
    message: 'So many messages were written about this order that no more are taken. Call the shop.',
  },
  message_key_reused: {
    status: 422,
    message: 'This key was used for another message. Make a new key for each message.',
  },
  too_many_messages: {
    status: 429,
    message: 'Too many messages in a short time. Wait a minute, then send this one again with the same key.',
  },
});
