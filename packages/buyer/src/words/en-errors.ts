import type { Words } from './zh.ts';

/** What failed calls say in English, equal to the Chinese ones. */
export const enErrors: Words['errors'] = {
  network: {
    title: 'No connection',
    text: 'Check your network and try again. Orders already placed are safe.',
  },
  unreadable_answer: {
    title: 'The service does not answer',
    text: 'Orders already placed are safe. Wait a moment and try again.',
  },
  internal_error: {
    title: 'The service has a problem',
    text: 'Orders already placed are safe. Wait a moment and try again, or tell the staff.',
  },
  database_busy: {
    title: 'Rather busy just now',
    text: 'Orders already placed are safe. Wait a moment and try again.',
  },
  database_unavailable: {
    title: 'The service is not available',
    text: 'Orders already placed are safe. Wait a moment and try again, or tell the staff.',
  },
  too_many_requests: { title: 'Too many requests', text: 'Wait a few seconds and try again.' },
  not_found: {
    title: 'Not found',
    text: 'The link may be out of date. Scan the code on your table again.',
  },
  invalid_request: {
    title: 'Something in the order is not right',
    text: 'No order was placed and nothing was charged. Choose again from the menu, or tell the staff.',
  },
  cross_origin_refused: {
    title: 'This page is at the wrong address',
    text: 'No order was placed and nothing was charged. Scan the code on your table again and order on the page it opens.',
  },
  price_changed: {
    title: 'A price has changed',
    text: 'No order was placed and nothing was charged yet. Check the new total and place it again.',
  },
  sold_out: {
    title: 'Not enough is left of something',
    text: 'No order was placed and nothing was charged. The cart now holds what is left; check it and place it again.',
  },
  product_unknown: {
    title: 'Something is no longer on the menu',
    text: 'No order was placed and nothing was charged. The cart was updated; check it and place it again.',
  },
  choices_refused: {
    title: 'The options of a dish have changed',
    text: 'Nothing was ordered or charged. Remove it from the cart, choose its options again, and place the order.',
  },
  product_off_shelf: {
    title: 'Something is no longer offered',
    text: 'No order was placed and nothing was charged. The cart was updated; check it and place it again.',
  },
  too_many_of_product: {
    title: 'Too many of one dish',
    text: 'No order was placed and nothing was charged. Take fewer, or place two orders.',
  },
  order_costs_nothing: {
    title: 'An order must cost something',
    text: 'No order was placed and nothing was charged. Add at least one dish that has a price.',
  },
  idempotency_key_reused: {
    title: 'This differs from your earlier attempt',
    text: 'Nothing was ordered twice. Look at the earlier order under “My orders” before you place another.',
  },
  buyer_unknown: {
    title: 'Your browser keeps no cookies',
    text: 'No order was placed and nothing was charged. Allow cookies in its settings and place it again.',
  },
  buyer_session_ended: {
    title: 'Your login ended',
    text: 'Nothing was ordered and nothing was charged. Try again, or open the mini program again.',
  },
  idempotency_key_missing: {
    title: 'The order was not placed',
    text: 'No order was placed and nothing was charged. Reload the page and place it again.',
  },
  table_not_found: {
    title: 'We do not know this table',
    text: 'No order was placed and nothing was charged. Scan the code on the table again, or choose pick-up.',
  },
  table_code_missing: {
    title: 'The table is missing',
    text: 'No order was placed and nothing was charged. Scan the code on your table again.',
  },
  shop_closed: {
    title: 'The shop is closed',
    text: 'No order was placed and nothing was charged. Your cart is kept: place it once the shop opens.',
  },
  pickup_not_offered: {
    title: 'This shop has no pick-up now',
    text: 'No order was placed and nothing was charged. Choose another way and place it again.',
  },
  delivery_not_offered: {
    title: 'This shop does not deliver now',
    text: 'No order was placed and nothing was charged. Choose pick-up, or order at a table.',
  },
  below_delivery_minimum: {
    title: 'Not enough for delivery yet',
    text: 'No order was placed and nothing was charged. Add something, or choose pick-up.',
  },
  contact_missing: {
    title: 'The address is missing',
    text: 'No order was placed and nothing was charged. Fill in the address and place it again.',
  },
  address_not_found: {
    title: 'We cannot find this address',
    text: 'Another page may have removed it. Close the address book and open it again.',
  },
  too_many_addresses: {
    title: 'Your address book is full',
    text: 'Remove an address that you do not need, then save again.',
  },
  order_not_paid: { title: 'The order is not paid yet', text: 'The shop hears of it once it is paid.' },
  order_already_accepted: {
    title: 'The shop has accepted it',
    text: 'It is being made and cannot be cancelled here. Message the shop if need be.',
  },
  order_already_ready: {
    title: 'It is ready',
    text: 'It cannot be cancelled here. Message the shop if need be.',
  },
  order_already_delivering: {
    title: 'It is on its way',
    text: 'It cannot be cancelled here. Message the shop if need be.',
  },
  order_already_completed: {
    title: 'The order is completed',
    text: 'It cannot be cancelled here. Message the shop if need be.',
  },
  order_cancelled: { title: 'The order is cancelled', text: 'What you paid goes back to your account.' },
  shop_not_found: {
    title: 'We do not know this shop',
    text: 'No order was placed and nothing was charged. Scan the code on your table again.',
  },
  order_not_found: {
    title: 'We cannot find this order',
    text: 'Only the phone and browser that placed an order can see it.',
  },
  order_already_paid: {
    title: 'The order is already paid',
    text: 'There is nothing left to pay. Its progress appears here in a moment.',
  },
  order_expired: {
    title: 'The time to pay is over',
    text: 'Nothing was charged, and the shop has its goods back. Order again when you like.',
  },
  payment_unavailable: {
    title: 'This shop does not take WeChat Pay yet',
    text: 'Your order is kept and nothing was charged. Pay at the counter.',
  },
  payment_unanswered: {
    title: 'WeChat Pay does not answer',
    text: 'Your order is kept and nothing was charged. Try again; you never pay twice.',
  },
  openid_missing: {
    title: 'WeChat did not say who you are',
    text: 'Nothing was taken. Pay by a code instead, or open this page again.',
  },
  payment_refused: {
    title: 'WeChat Pay did not take this order',
    text: 'Nothing was charged. Tell the staff, or pay at the counter.',
  },
  unknown: {
    title: 'That did not work',
    text: 'Something unexpected happened ({code}). Try again, or tell the staff.',
  },
  pass_kind_not_found: {
    title: 'This pass is not sold any more',
    text: 'Nothing was ordered or charged. See what is on sale now.',
  },
  pass_kind_not_on_sale: {
    title: 'This pass is not on sale now',
    text: 'Nothing was ordered or charged. See what is on sale now.',
  },
  pass_price_changed: {
    title: 'The price has changed',
    text: 'Nothing was ordered or charged yet. Check the new price and buy again.',
  },
  pass_limit_reached: {
    title: 'You hold as many as one buyer may',
    text: 'Nothing was ordered or charged. Use the ones you have, or pay the open order first.',
  },
  pass_claim_unknown: {
    title: 'This address gives no pass',
    text: 'You have no pass by it. Let the staff show the code again.',
  },
  pass_claim_expired: {
    title: 'It was not taken in time',
    text: 'You have no pass by it. Ask the shop for a new code.',
  },
  pass_claimed: {
    title: 'Somebody has taken this pass',
    text: 'If it was not you, please contact the shop.',
  },
  pass_used_up: { title: 'No visits left', text: 'All visits of this pass are used.' },
  pass_frozen: { title: 'This pass is frozen', text: 'No visit is lost; please contact the shop.' },
  pass_expired: { title: 'This pass has expired', text: 'Ask the shop if you have questions.' },
  pass_refunded: { title: 'This pass was refunded', text: 'It has no visits any more.' },
  pass_shown_too_often: {
    title: 'Shown too often',
    text: 'No visit was used. Wait a few seconds and show it again.',
  },
  pass_not_found: {
    title: 'This pass was not found',
    text: 'Only its holder’s WeChat or browser can see a pass.',
  },
};
