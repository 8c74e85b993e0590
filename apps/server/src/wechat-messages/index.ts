/** Messages of the WeChat service account: asked for where something happens, sent with patience, followed to their fate. */
export { askMessage } from './ask-message.ts';
export { registerPushRoute } from './push-route.ts';
export { readMessages } from './read-messages.ts';
export { sendDueMessages } from './send-due-messages.ts';
