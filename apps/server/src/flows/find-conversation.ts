import type { Order } from '@carillon/contract';
import { conversationErrors } from '../conversations/index.ts';
import { findOrder, findParties } from '../orders/index.ts';
import { buyerAccount, shopAccount, staffAccount } from '../platform/account-names.ts';
import type { Executor } from '../platform/database.ts';

/** Somebody who may take part in a conversation, if the order is theirs or their shop's. */
export type Participant =
  | { readonly side: 'buyer'; readonly buyerId: string | undefined }
  | {
      readonly side: 'shop';
      readonly staffId: number;
      readonly name: string;
      readonly shopIds: readonly number[];
    };

export interface FoundConversation {
  readonly order: Order;
  /** The participant's account. */
  readonly self: string;
  /** The other side's account. */
  readonly to: string;
}

/**
 * Finds the conversation about an order, for one who takes part in it.
 * @throws conversation_not_found also when it is not theirs
 */
export async function findConversation(
  executor: Executor,
  orderId: number,
  participant: Participant,
): Promise<FoundConversation> {
  const parties = await findParties(executor, orderId);
  const order = await findOrder(executor, orderId);
  if (parties === undefined || order === undefined) throw conversationErrors.conversation_not_found();
  const { buyerId, shopId } = parties;
  if (participant.side === 'buyer' && participant.buyerId === buyerId) {
    return { order, self: buyerAccount(buyerId), to: shopAccount(shopId) };
  }
  if (participant.side === 'shop' && participant.shopIds.includes(shopId)) {
    return { order, self: staffAccount(participant.staffId), to: buyerAccount(buyerId) };
  }
  throw conversationErrors.conversation_not_found();
}
