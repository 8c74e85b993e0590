import { createHash } from 'node:crypto';
import { MAX_QUANTITY } from '@carillon/contract/schemas';
import type { Fulfilment, PlaceOrderRequest } from '@carillon/contract';
import { touchAddress } from '../addresses/index.ts';
import { settleOnBuyer } from '../buyers/index.ts';
import { quoteFulfilment, quoteProducts, takeStock } from '../catalog/index.ts';
import { checkTotal, orderErrors, placeOnce, recordOrder, totalOf } from '../orders/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';

export interface OrderPlacing {
  readonly shopId: number;
  readonly buyerId: string;
  /** Names this very order: the same key places it once, however often it is sent. */
  readonly idempotencyKey: string;
  readonly request: PlaceOrderRequest;
}

type Line = PlaceOrderRequest['lines'][number];
type Demand = Pick<Line, 'productId' | 'quantity'>;

/**
 * Places an order: prices from the catalog, stock taken, number given; all of it in one transaction or nothing.
 * Returns its id. Repeated with the same key, it returns the same order's and takes nothing again.
 * @throws too_many_of_product, contact_missing, product_unknown, product_off_shelf, choices_refused, shop_closed,
 *   table_code_missing, table_not_found, pickup_not_offered, delivery_not_offered, below_delivery_minimum, price_changed,
 *   order_costs_nothing, sold_out, idempotency_key_reused
 */
export async function placeOrder(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  placing: OrderPlacing,
): Promise<number> {
  const { idempotencyKey, request, shopId } = placing;
  const demands = mergeLines(request.lines);
  const sums = sumByProduct(demands);
  const requestHash = hashRequest(shopId, request);
  const placedAt = clock.now();
  return database.transaction(async (tx) => {
    // Who placed it may be logging in at this moment: then it is their account's.
    const buyerId = await settleOnBuyer(tx, placing.buyerId, placedAt);
    return placeOnce(tx, { buyerId, idempotencyKey, requestHash }, async () =>
      place(tx, { ...placing, buyerId }, { demands, sums, placedAt }),
    );
  });
}

async function place(
  tx: Tx,
  { shopId, buyerId, request }: OrderPlacing,
  { demands, sums, placedAt }: { demands: readonly Line[]; sums: readonly Demand[]; placedAt: Date },
): Promise<number> {
  const { tableCode, contact = null, remark = '', totalFen: shownTotalFen } = request;
  const fulfilment = fulfilmentOf(request);
  if (fulfilment === 'delivery' && contact === null) throw orderErrors.contact_missing();
  const lines = await quoteProducts(tx, shopId, demands);
  const goodsFen = totalOf(lines);
  const { tableName, deliveryFeeFen } = await quoteFulfilment(tx, shopId, {
    fulfilment,
    tableCode,
    goodsFen,
  });
  checkTotal({ lines, deliveryFeeFen }, shownTotalFen);
  const takenIds = await takeStock(tx, sums, { shopId, at: placedAt });
  if (contact !== null) await touchAddress(tx, { buyerId, contact, at: placedAt });
  const reach = { fulfilment, tableName, contact, deliveryFeeFen };
  return recordOrder(tx, { shopId, buyerId, ...reach, remark, lines, takenIds, placedAt });
}

function fulfilmentOf({ fulfilment, tableCode }: PlaceOrderRequest): Fulfilment {
  return fulfilment ?? (tableCode === undefined ? 'pickup' : 'table');
}

/** Brings lines together in which the same was chosen of the same product. */
function mergeLines(lines: readonly Line[]): Line[] {
  const demands = new Map<string, Line>();
  for (const line of lines) {
    const choiceIds = sortedChoices(line);
    const key = [line.productId, ...choiceIds].join(' ');
    const quantity = (demands.get(key)?.quantity ?? 0) + line.quantity;
    demands.set(key, { productId: line.productId, quantity, choiceIds });
  }
  return [...demands.values()];
}

/**
 * How many of each product are wanted, however chosen: limits and stock count products, not lines.
 * @throws too_many_of_product
 */
function sumByProduct(demands: readonly Line[]): Demand[] {
  const quantities = new Map<number, number>();
  for (const { productId, quantity } of demands) {
    quantities.set(productId, (quantities.get(productId) ?? 0) + quantity);
  }
  const sums = [...quantities].map(([productId, quantity]) => ({ productId, quantity }));
  const productIds = sums.filter(({ quantity }) => quantity > MAX_QUANTITY).map(({ productId }) => productId);
  if (productIds.length > 0) {
    throw orderErrors.too_many_of_product({ productIds, maxQuantity: MAX_QUANTITY });
  }
  return sums;
}

function sortedChoices({ choiceIds = [] }: Line): number[] {
  return [...choiceIds].sort((one, other) => one - other);
}

/** Hashes what was asked for, field by field: the order of fields in the JSON sent does not matter. */
function hashRequest(shopId: number, request: PlaceOrderRequest): string {
  const { tableCode, contact, remark, lines, totalFen } = request;
  const pairs = lines.map((line) => [line.productId, line.quantity, ...sortedChoices(line)]);
  const door = contact ? [contact.name, contact.phone, contact.address] : null;
  const reach = [fulfilmentOf(request), tableCode ?? null, door];
  const asked = JSON.stringify([shopId, reach, remark ?? '', pairs, totalFen]);
  return createHash('sha256').update(asked).digest('hex');
}
