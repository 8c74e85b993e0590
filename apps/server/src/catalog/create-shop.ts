import type { SaveProduct, Shop } from '@carillon/contract';
import type { Tx } from '../platform/database.ts';
import { insertShop } from './catalog-store.ts';
import { insertCategory } from './category-store.ts';
import { numberOptions } from './number-options.ts';
import { insertProduct } from './product-store.ts';
import { insertTable } from './table-store.ts';

interface NewProduct {
  readonly name: string;
  readonly description: string;
  /** Path of its picture on this server. */
  readonly picturePath: string;
  readonly priceFen: number;
  /** Left out: unlimited. */
  readonly stock?: number;
  /** Left out: on the shelf. */
  readonly onShelf?: boolean;
  /** What is chosen of it. Left out: nothing. */
  readonly optionGroups?: SaveProduct['optionGroups'];
}

export interface NewShop {
  readonly name: string;
  readonly phone: string;
  readonly address: string;
  /** Whether guests may fetch what they ordered. Left out: they may. */
  readonly pickup?: boolean;
  /** Left out: it brings nothing to the door. */
  readonly delivery?: NonNullable<Shop['delivery']>;
  /** What staff promise unless they say otherwise. Left out: 30. */
  readonly promiseMinutes?: number;
  /** Sorted as they stand here. */
  readonly categories: readonly { readonly name: string; readonly products: readonly NewProduct[] }[];
  /** Names of its tables, and the opaque codes in their QRs. */
  readonly tables: readonly { readonly code: string; readonly name: string }[];
}

/** Opens a shop with its whole menu and all its tables. Returns its id. */
export async function createShop(tx: Tx, shop: NewShop): Promise<number> {
  const { categories, tables } = shop;
  const shopId = await insertShop(tx, shop);
  for (const category of categories) {
    const categoryId = await insertCategory(tx, { shopId, name: category.name });
    for (const product of category.products) {
      const { stock = null, onShelf = true } = product;
      const optionGroups = await numberOptions(tx, product.optionGroups ?? [], []);
      await insertProduct(tx, { ...product, stock, onShelf, optionGroups, shopId, categoryId });
    }
  }
  for (const table of tables) await insertTable(tx, { ...table, shopId });
  return shopId;
}
