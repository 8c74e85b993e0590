import type { MenuReply, Product, Shop } from '@carillon/contract';

export const shop: Shop = {
  id: 1,
  name: '巷口面馆',
  phone: '010-5555 0101',
  address: '槐树巷 8 号',
  pickup: true,
  delivery: null,
  promiseMinutes: 30,
};

/** A product with enough of everything, but for what the test says. */
export function makeProduct(given: Partial<Product> = {}): Product {
  return {
    id: 1,
    name: '牛肉面',
    description: '手工面，慢炖牛腩',
    pictureUrl: '/pictures/beef-noodles.svg',
    largePictureUrl: '/pictures/beef-noodles.svg',
    priceFen: 2_800,
    stock: null,
    optionGroups: [],
    ...given,
  };
}

/** A menu of one category. */
export function makeMenu(...products: Product[]): MenuReply {
  return { shop, categories: [{ id: 1, name: '主食', products }], seq: 0 };
}
