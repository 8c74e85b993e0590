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
  contact_missing: {
    status: 422,
    message: 'An order that is delivered needs a `contact`: name, phone and address. Send it along.',
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
  order_already_delivering: {
    status: 409,
    message:
      'The order was sent on its way already; `details` say by whom and when. Complete it when it is there.',
  },
  order_already_ready: {
    status: 409,
    message:
      'The order was made ready already; `details` say by whom and when. Complete it when it is fetched.',
  },
  order_already_completed: {
    status: 409,
    message: 'The order was completed already; `details` say by whom and when. Nothing is left to do.',
  },
  order_cancelled: {
    status: 409,
    message: 'The order was cancelled; `details` say why, by whom and when. What was paid is given back.',
  },
  order_not_delivered: {
    status: 409,
    message: 'The order is not to be brought to a door. Say that it is ready instead.',
  },
  order_is_delivered: {
    status: 409,
    message: 'The order is to be brought to a door. Send it on its way instead.',
  },
  order_reminded_lately: {
    status: 429,
    message: 'The shop was reminded of this order lately. It may be again at `details.again`.',
  },
});
