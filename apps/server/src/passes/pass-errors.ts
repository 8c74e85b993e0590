import { defineErrors } from '../platform/errors.ts';

/** Refusals of the passes domain; described in docs/errors/passes.md. */
export const passErrors = defineErrors({
  pass_kind_not_found: {
    status: 404,
    message: 'The shop has no such kind of pass. Load the list again.',
  },
  pass_kind_not_on_sale: {
    status: 409,
    message: 'The shop does not sell this kind of pass at the moment. Nothing was paid.',
  },
  pass_kind_changed: {
    status: 409,
    message: 'Somebody else changed this kind of pass meanwhile. Load it again and make your changes anew.',
  },
  pass_kinds_full: {
    status: 409,
    message:
      'The shop has as many kinds of passes as it may have: `details.max`. Change one that is off sale.',
  },
  pass_price_too_high: {
    status: 422,
    message: 'A pass may cost at most `details.maxFen` here. Lower the price; the operator sets the limit.',
  },
  pass_price_changed: {
    status: 409,
    message: 'The pass costs `details.priceFen` now. Show that, and let the buyer decide. Nothing was paid.',
  },
  pass_limit_reached: {
    status: 409,
    message:
      'One buyer may have `details.max` of this kind with visits left, unpaid orders among them. Use or pay those first.',
  },
  pass_not_found: {
    status: 404,
    message: 'There is no such pass, or it is not yours to see.',
  },
  pass_claim_unknown: {
    status: 404,
    message: 'This address gives no pass (any more). Ask the shop for a new one.',
  },
  pass_claim_expired: {
    status: 410,
    message: 'The pass was not taken in time. Ask the shop for a new one.',
  },
  pass_claimed: {
    status: 409,
    message: 'Somebody has taken this pass already. If it was not you, ask the shop.',
  },
  order_is_pass: {
    status: 409,
    message:
      'The order brought the pass `details.passId`. Refund the pass, so that its visits go with the money.',
  },
  pass_not_paid: {
    status: 409,
    message: 'The shop gave this pass away: there is no money to give back. Freeze it instead.',
  },
  pass_not_refundable: {
    status: 409,
    message: 'The pass was sold as one that is not refunded. Settle it with the buyer in another way.',
  },
  pass_refund_changed: {
    status: 409,
    message:
      'What is left of the pass is `details.left` visits, worth `details.amountFen`. Show that and ask again.',
  },
  pass_not_frozen: {
    status: 409,
    message: 'The pass is not frozen. Nothing is left to do.',
  },
  pass_code_invalid: {
    status: 422,
    message: 'This is no pass code of ours. Ask the buyer to open the pass and show its code.',
  },
  pass_code_expired: {
    status: 409,
    message: 'The pass code is too old. No visit was taken; scan the code that the buyer’s phone shows now.',
  },
  pass_code_used: {
    status: 409,
    message:
      'A visit was taken with this code already; `details` say when and by whom. No second one was taken.',
  },
  pass_wrong_shop: {
    status: 409,
    message: 'The pass is good at another shop. No visit was taken.',
  },
  pass_used_up: {
    status: 409,
    message: 'No visits are left of the pass. A new one can be bought on the buyer’s phone.',
  },
  pass_frozen: {
    status: 409,
    message: 'The pass is frozen; `details.reason` says why. No visit was taken. A manager can unfreeze it.',
  },
  pass_expired: {
    status: 409,
    message: 'The pass was good until `details.expiresAt`. No visit was taken.',
  },
  pass_refunded: {
    status: 409,
    message: 'What was left of the pass has been given back. Nothing more can be done with it.',
  },
  pass_shown_too_often: {
    status: 429,
    message:
      'The pass was shown very often just now. Go on with the code on the screen, or wait for a minute.',
    retryAfterSeconds: 60,
  },
  pass_scan_too_fast: {
    status: 429,
    message:
      'Codes come faster than anybody scans. This one was not looked at; wait a moment and scan it again.',
    retryAfterSeconds: 1,
  },
  visit_not_found: {
    status: 404,
    message: 'There is no such visit at a shop of yours.',
  },
  visit_undone: {
    status: 409,
    message: 'The visit was undone already; `details` say when and by whom. Nothing is left to do.',
  },
  visit_undo_too_late: {
    status: 409,
    message:
      'A visit can be undone within ten minutes, and this one could until `details.until`. Nothing was changed.',
  },
});
