import type { Category, MenuEvent } from '@carillon/contract';

/** What was told of the stock, with its number in the menu's journal. */
export interface StockNews {
  seq: number;
  products: Extract<MenuEvent, { type: 'menu.stock' }>['products'];
}

/** The menu with what is left by the newest tidings; the very same menu when there are none. */
export function withStock(categories: Category[], news: readonly StockNews[]): Category[] {
  if (news.length === 0) return categories;
  const stocks = new Map(
    news.flatMap(({ products }) => products).map(({ productId, stock }) => [productId, stock]),
  );
  return categories.map((category) => ({
    ...category,
    products: category.products.map((product) => {
      const stock = stocks.get(product.id);
      return stock === undefined ? product : { ...product, stock };
    }),
  }));
}
