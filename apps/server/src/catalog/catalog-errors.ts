import { defineErrors } from '../platform/errors.ts';

/** Refusals of the catalog domain; described in docs/errors/catalog.md. */
export const catalogErrors = defineErrors({
  shop_not_found: {
    status: 404,
    message: 'There is no such shop. Start from the list of shops.',
  },
  shop_closed: {
    status: 409,
    message: 'The shop takes no orders at the moment. Try again when it is open.',
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
  choices_refused: {
    status: 409,
    message: 'The options of `details.products` cannot be ordered as they were chosen. Choose again.',
  },
  product_not_found: {
    status: 404,
    message: 'The shop has no such product (any more). Load the list again.',
  },
  product_changed: {
    status: 409,
    message: 'Somebody else changed this product meanwhile. Load it again and make your changes anew.',
  },
  options_below_zero: {
    status: 422,
    message: 'With some choices the product would cost less than nothing: `details.leastFen`.',
  },
  category_not_found: {
    status: 404,
    message: 'The shop has no such category (any more). Load the list again.',
  },
  category_not_empty: {
    status: 409,
    message: 'There are products in this category. Move or remove them first.',
  },
  category_name_taken: {
    status: 409,
    message: 'The shop has a category of this name already.',
  },
  table_name_taken: {
    status: 409,
    message: 'The shop has a table of this name already: dishes would go to the wrong one.',
  },
  catalog_full: {
    status: 409,
    message: 'The shop has as many as it may have: `details.max`. Remove one first.',
  },
  sorting_outdated: {
    status: 409,
    message: 'Something was added or removed meanwhile. Load the list again and sort it anew.',
  },
  picture_missing: {
    status: 422,
    message: 'The form must hold one file and nothing else.',
  },
  picture_too_large: {
    status: 413,
    message: 'The picture is larger than `details.maxBytes`. Take a smaller one.',
  },
  picture_too_many_pixels: {
    status: 422,
    message: 'The picture has more pixels than `details.maxPixels`. Take a smaller one.',
  },
  picture_kind_refused: {
    status: 415,
    message: 'Only JPEG, PNG and WebP are taken. Save the picture as one of these.',
  },
  not_a_picture: {
    status: 422,
    message: 'The file is no picture, or a broken one. Take another.',
  },
  picture_unknown: {
    status: 422,
    message: 'There is no such picture (any more). Upload it again.',
  },
  pictures_busy: {
    status: 503,
    message: 'Too many pictures are being uploaded at the moment. Try again in a minute.',
  },
});
