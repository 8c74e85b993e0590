import type { StaffProduct } from '@carillon/contract';

/** Which products are looked for. */
export interface ProductFilters {
  readonly search: string;
  /** Of one category; all of them without. */
  readonly categoryId: number | undefined;
  readonly show: 'all' | 'onShelf' | 'offShelf' | 'soldOut';
}

export const ALL_PRODUCTS: ProductFilters = { search: '', categoryId: undefined, show: 'all' };

/** The products that fit all of it, in their order. */
export function filterProducts(
  products: readonly StaffProduct[],
  { search, categoryId, show }: ProductFilters,
): StaffProduct[] {
  const wanted = search.trim().toLowerCase();
  return products.filter(
    (product) =>
      (categoryId === undefined || product.categoryId === categoryId) &&
      fits(product, show) &&
      `${product.name}\n${product.description}`.toLowerCase().includes(wanted),
  );
}

function fits({ onShelf, stock }: StaffProduct, show: ProductFilters['show']): boolean {
  if (show === 'onShelf') return onShelf;
  if (show === 'offShelf') return !onShelf;
  return show === 'all' || stock === 0;
}
