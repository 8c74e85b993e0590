import { defineErrors } from '../platform/errors.ts';

/** Refusals of the catalog domain; described in docs/errors/catalog.md. */
export const catalogErrors = defineErrors({
  shop_not_found: {
    status: 404,
    message: 'There is no such shop. Start from the list of shops.',
  },
  table_not_found: {
    status: 404,
    message: 'No table has this code. Scan the QR code on the table again.',
  },
  product_unknown: {
    status: 409,
    message: 'The shop does not sell the products in `details.productIds`. Reload the menu.',
  },
  product_off_shelf: {
    status: 409,
    message: 'The products in `details.products` are not sold at the moment. Take them out and order again.',
  },
  sold_out: {
    status: 409,
    message: 'Not enough is left of `details.products`. Take at most `left` of each and order again.',
  },
});
