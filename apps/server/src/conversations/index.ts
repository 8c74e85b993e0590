/** Conversations: what buyer and staff say to each other about an order, and how far each has read. */
export { conversationErrors } from './conversation-errors.ts';
export { handOverMessages } from './hand-over-messages.ts';
export { markRead } from './mark-read.ts';
export { listConversations, readConversation } from './read-conversations.ts';
export { say } from './say.ts';
export type { Said } from './say.ts';
