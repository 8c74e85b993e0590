import type { Executor } from '../platform/database.ts';
import { catalogErrors } from './catalog-errors.ts';
import { selectOffers } from './menu-store.ts';
import { chooseOptions } from './choose-options.ts';
import type { ChosenDemand, Offer, Quote } from './product.ts';

/**
 * Says what each product costs at this shop right now with what was chosen, in the order asked. Whoever asks may name
 * only ids and quantities: prices come from here and nowhere else.
 * @param demands one or more; a product may come several times, chosen in several ways.
 * @throws product_unknown, product_off_shelf, choices_refused
 */
export async function quoteProducts(
  executor: Executor,
  shopId: number,
  demands: readonly ChosenDemand[],
): Promise<Quote[]> {
  const productIds = [...new Set(demands.map(({ productId }) => productId))];
  const offers = new Map(
    (await selectOffers(executor, { shopId, productIds })).map((offer) => [offer.productId, offer]),
  );
  const unknown = productIds.filter((productId) => !offers.has(productId));
  if (unknown.length > 0) throw catalogErrors.product_unknown({ productIds: unknown });
  refuseOffShelf([...offers.values()]);
  const quotes = demands.flatMap((demand) => {
    const offer = offers.get(demand.productId);
    return offer ? [quoteOf(offer, demand)] : [];
  });
  const refused = quotes.filter(({ choices }) => choices === undefined);
  if (refused.length > 0) {
    const products = refused.map(({ productId, name }) => ({ productId, name }));
    throw catalogErrors.choices_refused({ products });
  }
  return quotes.map(({ choices = [], ...quote }) => ({ ...quote, choices }));
}

function quoteOf(offer: Offer, { productId, quantity, choiceIds = [] }: ChosenDemand) {
  const choices = chooseOptions(offer.optionGroups, choiceIds);
  const addedFen = choices?.reduce((sum, { deltaFen }) => sum + deltaFen, 0) ?? 0;
  return { productId, quantity, name: offer.name, unitPriceFen: offer.priceFen + addedFen, choices };
}

function refuseOffShelf(offers: readonly Offer[]): void {
  const products = offers
    .filter(({ onShelf }) => !onShelf)
    .map(({ productId, name }) => ({ productId, name }));
  if (products.length > 0) throw catalogErrors.product_off_shelf({ products });
}
