import { FEW_LEFT, shopMenuDestination } from '@carillon/contract';
import type { MenuEvent } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { appendToJournal } from '../platform/journal/append-journal.ts';

/** Whose menu, and when. */
export interface MenuMoment {
  readonly shopId: number;
  readonly at: Date;
}

/** What is left of a product; null when it is unlimited. */
export interface StockLeft {
  readonly productId: number;
  readonly stock: number | null;
}

/** What is left of a product after some were taken, or after some were given back, which is below 0. */
export interface StockMove extends StockLeft {
  readonly taken: number;
}

/**
 * Tells who reads a shop's menu that its staff changed it; in the transaction of what it tells of. The menu's journal
 * is locked until that ends: after the products, before what an order locks.
 */
export async function tellMenuChanged(tx: Tx, { shopId, at }: MenuMoment): Promise<void> {
  await append(tx, { type: 'menu.changed', at: at.toISOString(), shopId });
}

/**
 * Tells who reads a shop's menu what is left of products, as far as a menu shows it: an order that takes one of many
 * is nothing that anybody needs to hear of.
 */
export async function tellStockMoved(
  tx: Tx,
  { shopId, at }: MenuMoment,
  moves: readonly StockMove[],
): Promise<void> {
  const products = moves
    .filter(({ stock, taken }) => stock !== null && Math.min(stock, stock + taken) <= FEW_LEFT)
    .map(({ productId, stock }) => ({ productId, stock }));
  if (products.length > 0) {
    await append(tx, { type: 'menu.stock', at: at.toISOString(), shopId, products });
  }
}

async function append(tx: Tx, event: MenuEvent): Promise<void> {
  await appendToJournal(tx, shopMenuDestination(event.shopId), event);
}
