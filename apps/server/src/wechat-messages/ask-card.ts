import type { Tx } from '../platform/database.ts';
import { insertCard, updateFace } from './card-store.ts';
import type { CardFace, CardRequest } from './card.ts';

/**
 * Asks for the service card of an order that is paid in the mini program, in the transaction that pays it. Shown within
 * seconds; where WeChat or the buyer does not want it, subscribe messages take its place.
 */
export async function askCard(tx: Tx, card: CardRequest): Promise<void> {
  await insertCard(tx, card);
}

/** Has the order's card show how far it is, in the transaction that moves it. Nothing happens where it has none. */
export async function changeCard(
  tx: Tx,
  change: { orderId: number; face: CardFace; at: Date },
): Promise<void> {
  await updateFace(tx, change);
}
