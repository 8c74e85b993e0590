/**
 * Messages of the WeChat service account, and the mini program's cards: asked for where something happens, sent with
 * patience, followed to their fate.
 */
export { askCard, changeCard } from './ask-card.ts';
export { askMessage } from './ask-message.ts';
export type { CardFace } from './card.ts';
export { registerPush } from './register-push.ts';
export { registerPushRoute } from './push-route.ts';
export { readCard } from './read-card.ts';
export { readMessages } from './read-messages.ts';
export { sendDueMessages } from './send-due-messages.ts';
export { hearOfCard, showDueCards } from './show-due-cards.ts';
