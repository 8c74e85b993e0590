import { createMemoryJournal, createMessaging, simpleBroker } from '@carillon/messaging';
import type { Messaging } from '@carillon/messaging';
import { z } from 'zod';
import { sharePresence } from './presence.ts';
import type { Tokens } from './tokens.ts';

/** How many announcements are kept for those who were away. */
const KEPT_NOTICES = 50;

/** What clients write; `id` is theirs, so that they know their own message again. */
const textSchema = z.object({
  id: z.string().regex(/^\w{8,40}$/),
  text: z.string().trim().min(1).max(1_000),
});

/** What clients may subscribe to. They send to handlers only, so that nobody writes in another's name. */
const READABLE = new Set([
  '/topic/notice',
  '/topic/presence',
  '/app/presence',
  '/user/queue/callBack',
  '/user/queue/errors',
]);

/** Announcements, chat and online users, on the three paths that the pages of old systems know. */
export function createChat(tokens: Tokens): Messaging {
  const notices = createMemoryJournal({ maxEntries: KEPT_NOTICES });
  const messaging = createMessaging({
    broker: simpleBroker({ prefixes: ['/topic', '/queue'], heartbeatMs: [10_000, 10_000] }),
    journals: [{ pattern: '/topic/notice', journal: notices }],
    authorize: ({ command, destination }) =>
      command === 'SEND' ? destination.startsWith('/app/') : READABLE.has(destination),
  });

  const authenticateConnect = ({ uid = '', token = '' }: Readonly<Record<string, string>>) => {
    const login = tokens.verify(token);
    return login?.uid === uid ? { name: uid, expiresInMs: login.expiresInMs } : undefined;
  };
  messaging.endpoint('/ws/stomp/tm', { sockjs: true, authenticateConnect });
  messaging.endpoint('/stomp/websocketJS', { sockjs: true, authenticateConnect });
  messaging.endpoint('/stomp/websocket', { authenticateConnect });

  messaging.handle('/change-notice', textSchema, ({ payload, user }) => {
    notices.append('/topic/notice', { ...payload, from: user.name, at: Date.now() });
  });

  messaging.handle(
    '/sendChatMsgById/{accountId}',
    textSchema,
    async ({ params: { accountId }, payload, user, template }) => {
      const message = { ...payload, from: user.name, to: accountId, at: Date.now() };
      const heard = messaging.users.get(accountId) !== undefined;
      await template.sendToUser(accountId, '/queue/callBack', { type: 'chat', ...message });
      return { type: 'receipt', ...message, heard }; // to all pages of the sender: each shows what was said
    },
    { toUser: '/queue/callBack' },
  );

  sharePresence(messaging);
  return messaging;
}
