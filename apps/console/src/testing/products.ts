import type { StaffProduct } from '@carillon/contract';

/** A product on the shelf with enough of it, but for what the test says. */
export function aProduct(id: number, given: Partial<StaffProduct> = {}): StaffProduct {
  return {
    ...{ id, categoryId: 1, name: `菜品 ${id}`, description: '', pictureUrl: '', largePictureUrl: '' },
    ...{ priceFen: 2_800, stock: null, onShelf: true, optionGroups: [], version: 1 },
    ...given,
  };
}
