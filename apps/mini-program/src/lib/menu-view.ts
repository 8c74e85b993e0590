import { countOf, stockMark } from '@carillon/buyer';
import type { Cart, Translate } from '@carillon/buyer';
import type { Category, Product } from '@carillon/contract';
import { formatFen } from '@carillon/contract';

/** A product as the menu page shows it. */
interface ProductView {
  readonly id: number;
  readonly name: string;
  readonly description: string;
  readonly picture: string;
  readonly price: string;
  /** What is left, where that is worth a word. */
  readonly stock: string;
  readonly isSoldOut: boolean;
  readonly hasOptions: boolean;
}

export interface CategoryView {
  readonly id: number;
  readonly name: string;
  readonly products: readonly ProductView[];
}

interface ViewParts {
  readonly t: Translate;
  /** Of the server, for its pictures. */
  readonly serverUrl: string;
}

/** The menu as its page shows it. */
export function menuView(categories: readonly Category[], parts: ViewParts): CategoryView[] {
  return categories.map(({ id, name, products }) => ({
    ...{ id, name },
    products: products.map((product) => productView(product, parts)),
  }));
}

function productView(product: Product, { t, serverUrl }: ViewParts): ProductView {
  const { id, name, description, pictureUrl, priceFen, optionGroups } = product;
  const mark = stockMark(product);
  return {
    ...{ id, name, description },
    picture: pictureUrl === '' ? '' : serverUrl + pictureUrl,
    price: formatFen(priceFen),
    stock: mark?.name === 'few' ? t('menu.few', { count: mark.left }) : mark ? t('menu.soldOut') : '',
    isSoldOut: mark?.name === 'soldOut',
    hasOptions: optionGroups.length > 0,
  };
}

/** How many of each product are in the cart, by their ids. */
export function quantitiesIn(cart: Cart): Record<number, number> {
  const ids = new Set(cart.map(({ productId }) => productId));
  return Object.fromEntries(
    [...ids].map((id) => [id, countOf(cart.filter(({ productId }) => productId === id))]),
  );
}
