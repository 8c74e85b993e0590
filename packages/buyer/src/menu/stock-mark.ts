import type { Product } from '@carillon/contract';

/** From here down a product says how many are left. */
export const FEW_LEFT = 5;

export type StockMark = { name: 'soldOut' } | { name: 'few'; left: number } | undefined;

/** What a product's card says of its stock; nothing while there is enough. */
export function stockMark({ stock }: Pick<Product, 'stock'>): StockMark {
  if (stock === null || stock > FEW_LEFT) return undefined;
  return stock === 0 ? { name: 'soldOut' } : { name: 'few', left: stock };
}
