import type { Executor } from '../platform/database.ts';
import { catalogErrors } from './catalog-errors.ts';
import { selectOffers } from './catalog-store.ts';
import type { Demand, Offer } from './product.ts';

export interface Quote extends Demand {
  readonly name: string;
  readonly unitPriceFen: number;
}

/**
 * Says what each product costs at this shop right now, in the order asked. Whoever asks may name only ids and
 * quantities: prices come from here and nowhere else.
 * @param demands one or more, each product once.
 * @throws product_unknown, product_off_shelf
 */
export async function quoteProducts(
  executor: Executor,
  shopId: number,
  demands: readonly Demand[],
): Promise<Quote[]> {
  const productIds = demands.map(({ productId }) => productId);
  const offers = new Map(
    (await selectOffers(executor, { shopId, productIds })).map((offer) => [offer.productId, offer]),
  );
  const unknown = productIds.filter((productId) => !offers.has(productId));
  if (unknown.length > 0) throw catalogErrors.product_unknown({ productIds: unknown });
  refuseOffShelf([...offers.values()]);
  return demands.flatMap(({ productId, quantity }) => {
    const offer = offers.get(productId);
    return offer ? [{ productId, quantity, name: offer.name, unitPriceFen: offer.priceFen }] : [];
  });
}

function refuseOffShelf(offers: readonly Offer[]): void {
  const products = offers
    .filter(({ onShelf }) => !onShelf)
    .map(({ productId, name }) => ({ productId, name }));
  if (products.length > 0) throw catalogErrors.product_off_shelf({ products });
}
