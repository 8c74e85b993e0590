import { defineErrors } from '../platform/errors.ts';

/** Refusals of the orders domain; described in docs/errors/orders.md. */
export const orderErrors = defineErrors({
  buyer_unknown: {
    status: 401,
    message: 'Orders belong to browsers, and this one sent no cookie. Send it again with the one given now.',
  },
  idempotency_key_missing: {
    status: 400,
    message: 'Send the header Idempotency-Key: 1-64 visible ASCII characters, new for each order.',
  },
  idempotency_key_reused: {
    status: 422,
    message: 'This Idempotency-Key was used for another order. Make a new key for each order.',
  },
  too_many_of_product: {
    status: 422,
    message: 'One order takes at most `details.maxQuantity` of a product. Take fewer, or order twice.',
  },
  price_changed: {
    status: 409,
    message:
      'The total is not what the products cost now. Show the prices in `details` and let the buyer decide.',
  },
  order_costs_nothing: {
    status: 409,
    message: 'An order must cost something. Add a product that has a price.',
  },
  order_not_found: {
    status: 404,
    message: 'There is no such order, or it is not yours to see.',
  },
  order_not_paid: {
    status: 409,
    message: 'The order is not paid yet. Wait for its payment.',
  },
  order_not_accepted: {
    status: 409,
    message: 'The order was not accepted yet. Accept it first.',
  },
  order_already_paid: {
    status: 409,
    message: 'The order is paid already; `details.at` says when. Nothing is left to do.',
  },
  order_already_accepted: {
    status: 409,
    message: 'The order was accepted already; `details` say by whom and when. Nothing is left to do.',
  },
  order_already_completed: {
    status: 409,
    message: 'The order was completed already; `details` say by whom and when. Nothing is left to do.',
  },
});
