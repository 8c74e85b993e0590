import type { Api, MenuReply, Order } from '@carillon/contract';

/** Orders one of something that does not run out and needs no choice. */
export async function orderSomething(buyer: Api, menu: MenuReply): Promise<Order> {
  const product = menu.categories
    .flatMap(({ products }) => products)
    .find(({ stock, optionGroups }) => stock === null && optionGroups.length === 0);
  if (!product) throw new Error('the menu has nothing of unlimited stock');
  const { order } = await buyer('placeOrder', {
    params: { shopId: menu.shop.id },
    body: { lines: [{ productId: product.id, quantity: 1 }], totalFen: product.priceFen },
    headers: { 'idempotency-key': crypto.randomUUID() },
  });
  return order;
}
