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
  table_code_missing: {
    status: 422,
    message:
      'An order at a table needs the code in its QR. Scan the QR code on the table, or have it brought.',
  },
  pickup_not_offered: {
    status: 409,
    message:
      'At this shop nothing is fetched. Scan the QR code on a table, or have it brought if it delivers.',
  },
  delivery_not_offered: {
    status: 409,
    message: 'This shop brings nothing to the door. Fetch the order, or order at a table.',
  },
  below_delivery_minimum: {
    status: 409,
    message:
      'The goods cost less than this shop delivers. Add something for `details.missingFen`, or fetch it.',
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
