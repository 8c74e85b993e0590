import type { Api, StaffCategory, StaffProduct } from '@carillon/contract';
import { useReading } from '../../lib/use-reading.ts';

export interface Catalog {
  readonly products: readonly StaffProduct[];
  readonly categories: readonly StaffCategory[];
}

/** Reads what a shop sells, with what is off the shelf and with empty categories; and keeps up with what is changed here. */
export function useCatalog(api: Api, shopId: number) {
  const params = { shopId };
  const reading = useReading(async (signal): Promise<Catalog> => {
    const [{ products }, { categories }] = await Promise.all([
      api('listProducts', { params, signal }),
      api('listCategories', { params, signal }),
    ]);
    return { products, categories };
  });

  function change(work: (catalog: Catalog) => Catalog): void {
    const { value } = reading.state;
    if (value.name === 'ready') reading.put(work(value.value));
  }

  return {
    ...reading,
    /** Puts a product in the place of what it was; one that is new or moved needs `again`. */
    putProduct: (product: StaffProduct) =>
      change((catalog) => ({
        ...catalog,
        products: catalog.products.map((old) => (old.id === product.id ? product : old)),
      })),
    putProducts: (products: readonly StaffProduct[]) => change((catalog) => ({ ...catalog, products })),
    putCategories: (categories: readonly StaffCategory[]) =>
      change((catalog) => ({ ...catalog, categories })),
  };
}
