import { conversationState } from '@carillon/contract';
import type { ChatMessage } from '@carillon/contract';
import { listStaffIds } from '../accounts/index.ts';
import { hasBeen } from '../buyers/index.ts';
import { conversationErrors, say } from '../conversations/index.ts';
import type { Said } from '../conversations/index.ts';
import { buyerIdOf, staffAccount } from '../platform/account-names.ts';
import type { Context } from '../platform/context.ts';
import type { Executor } from '../platform/database.ts';
import { findConversation } from './find-conversation.ts';
import type { Participant } from './find-conversation.ts';

export interface MessageSending extends ChatMessage {
  readonly sender: Participant;
  /**
   * Whom it is for: the other side's account. A page may still have the one that a buyer had before they logged in;
   * the message goes to whose the order is now.
   */
  readonly accountId: string;
}

export interface MessageSent extends Said {
  /** Where the order is. */
  readonly shopId: number;
  /** The accounts of those who are to be told at once: of the buyer, or of the shop's staff. */
  readonly recipients: readonly string[];
}

/**
 * Sends a message about an order to the other side: written down and told in both journals, once per key.
 * @throws conversation_not_found, conversation_unpaid, conversation_closed, conversation_full,
 *   too_many_messages, message_key_reused
 */
export async function sendMessage(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  { sender, accountId, orderId, key, text }: MessageSending,
): Promise<MessageSent> {
  const at = clock.now();
  return database.transaction(async (tx) => {
    const { order, self, to } = await findConversation(tx, orderId, sender);
    if (!(await isFor(tx, accountId, to))) throw conversationErrors.conversation_not_found();
    const state = conversationState(order, at.getTime());
    if (state === 'unpaid') throw conversationErrors.conversation_unpaid();
    if (state === 'closed') throw conversationErrors.conversation_closed();
    const { shopId } = order;
    const recipients =
      sender.side === 'shop' ? [to] : (await listStaffIds(tx, shopId)).map((id) => staffAccount(id));
    const author = sender.side === 'shop' ? sender.name : null;
    const said = await say(tx, { orderId, shopId, side: sender.side, sender: self, author, text, key, at });
    return { ...said, shopId, recipients };
  });
}

/** Whether what is sent to an account is meant for this one: it is its own, or the one that it was before. */
async function isFor(executor: Executor, accountId: string, to: string): Promise<boolean> {
  if (accountId === to) return true;
  const [anonymousId, buyerId] = [buyerIdOf(accountId), buyerIdOf(to)];
  if (anonymousId === undefined || buyerId === undefined) return false;
  return hasBeen(executor, buyerId, anonymousId);
}
