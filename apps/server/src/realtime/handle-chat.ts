import { SEND_CHAT_PATH } from '@carillon/contract';
import type { CallBack } from '@carillon/contract';
import { callBackSchema, chatMessageSchema } from '@carillon/contract/schemas';
import { HandlerError } from '@carillon/messaging';
import type { Messaging } from '@carillon/messaging';
import { findStaff } from '../accounts/index.ts';
import type { Participant } from '../flows/find-conversation.ts';
import { sendMessage } from '../flows/send-message.ts';
import type { Context } from '../platform/context.ts';
import type { NoteDeed } from '../platform/deed.ts';
import type { Executor } from '../platform/database.ts';
import { isListener } from './listener.ts';
import type { Listener } from './listener.ts';

/** Where people get what is for them alone: without `/user`. */
const CALL_BACK = '/queue/callBack';

/**
 * Takes messages between buyer and staff in. Who it is for gets it at `/user/queue/callBack`, and the sending
 * session its receipt there; what nobody may miss is in the journals.
 */
export function handleChat({
  messaging,
  context,
  noteDeed,
}: {
  messaging: Messaging;
  context: Context;
  noteDeed: NoteDeed;
}): void {
  messaging.handle(
    SEND_CHAT_PATH,
    chatMessageSchema,
    async ({ user, params, payload, template }): Promise<CallBack> => {
      const sender = isListener(user) ? await participantOf(context.database.db, user) : undefined;
      if (sender === undefined) throw new HandlerError('forbidden', 'Only buyers and staff write messages.');
      const { accountId } = params;
      const sent = await sendMessage(context, { sender, accountId, ...payload });
      const { message, isNew, shopId, recipients } = sent;
      if (isNew && sender.side === 'shop') {
        const subject = { kind: 'order', id: String(message.orderId) };
        await noteDeed({ staffId: sender.staffId, shopId, action: 'sendMessage', subject });
      }
      const callBack: CallBack = { type: 'message', message };
      const told = isNew ? recipients : [];
      await Promise.all(told.map((account) => template.sendToUser(account, CALL_BACK, callBack)));
      return { type: 'receipt', message };
    },
    {
      toUser: CALL_BACK,
      broadcast: false,
      summary: 'Sends a message about an order to the other side: its buyer, or its shop.',
      replySchema: callBackSchema,
    },
  );
}

/** Looked up anew for every message: staff may have left the shop since they connected. */
async function participantOf(executor: Executor, user: Listener): Promise<Participant | undefined> {
  if (user.kind === 'buyer') return { side: 'buyer', buyerId: user.buyerId };
  const staff = await findStaff(executor, user.staffId);
  if (staff === undefined) return undefined;
  const { id: staffId, name, roles } = staff;
  return { side: 'shop', staffId, name, shopIds: roles.map(({ shopId }) => shopId) };
}
