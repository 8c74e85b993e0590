import type { MenuReply, OptionGroup, Product, Shop } from '@carillon/contract';

export const shop: Shop = {
  id: 1,
  name: '巷口面馆',
  phone: '010-5555 0101',
  address: '槐树巷 8 号',
  pickup: true,
  delivery: null,
  promiseMinutes: 30,
  isOpen: true,
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

/** One must be chosen. */
export const size: OptionGroup = {
  ...{ id: 1, name: '份量', min: 1, max: 1 },
  choices: [
    { id: 11, name: '小份', deltaFen: -300 },
    { id: 12, name: '大份', deltaFen: 500 },
  ],
};

/** Two may be chosen. */
export const extras: OptionGroup = {
  ...{ id: 2, name: '加料', min: 0, max: 2 },
  choices: [
    { id: 21, name: '鸡蛋', deltaFen: 200 },
    { id: 22, name: '香菜', deltaFen: 0 },
    { id: 23, name: '牛肉', deltaFen: 800 },
  ],
};

/** A menu of one category. */
export function makeMenu(...products: Product[]): MenuReply {
  return { shop, categories: [{ id: 1, name: '主食', products }], seq: 0 };
}
