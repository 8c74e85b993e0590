import { defineErrors } from '../platform/errors.ts';

/** Refusals of the payments domain; described in docs/errors/payments.md. */
export const paymentErrors = defineErrors({
  order_expired: {
    status: 409,
    message: 'The time to pay this order is over. Place it again.',
  },
  trade_not_found: {
    status: 404,
    message: 'There is no such trade, or it is not yours to watch. Bring its watch token.',
  },
  payment_unavailable: {
    status: 503,
    message: 'Paying is not set up on this server. Pay at the counter, and tell the shop.',
  },
  payment_unanswered: {
    status: 503,
    message: 'WeChat Pay did not answer. Ask again: the same trade goes on, nothing is paid twice.',
  },
  payment_refused: {
    status: 502,
    message: 'WeChat Pay refused to open the trade. Tell the shop; `details.reason` says why.',
  },
  refund_too_much: {
    status: 409,
    message: 'Less is left of what was paid. Give back at most what is left.',
  },
  refund_too_many: {
    status: 409,
    message: 'WeChat takes `details.max` refunds of one payment, and they were made. Give it back by hand.',
  },
  refund_not_found: {
    status: 404,
    message: 'There is no such refund, or it is not of your shop.',
  },
  refund_not_failed: {
    status: 409,
    message: 'The refund did not fail. `details.state` says how it stands; nothing is to be done.',
  },
  refund_busy: {
    status: 409,
    message:
      'WeChat Pay may be giving this money just now, or somebody else sees to it. Try again in a minute.',
  },
  refund_card_missing: {
    status: 422,
    message:
      'The buyer’s account did not take the money. Send a `card` of the buyer’s, or give it back by hand.',
  },
  refund_refused: {
    status: 502,
    message: 'WeChat Pay refused it. `details.reason` says why.',
  },
  matter_not_found: {
    status: 404,
    message: 'There is no such matter, or it is not your shop’s.',
  },
  matter_settled: {
    status: 409,
    message: 'The matter was settled already; `details` say by whom and when.',
  },
  notification_unbelieved: {
    status: 401,
    message: 'The notification is not proven to be from WeChat Pay.',
  },
  notification_foreign: {
    status: 403,
    message: 'The notification is for another merchant or app than ours.',
  },
  notification_unreadable: {
    status: 500,
    message: 'The notification cannot be read here.',
  },
  notification_unpaid: {
    status: 400,
    message: 'The notification tells of a trade that is not paid.',
  },
  notification_unknown_trade: {
    status: 404,
    message: 'The notification names a trade that is not ours.',
  },
  notification_wrong_amount: {
    status: 400,
    message: 'The notification’s amount or currency is not what was asked for.',
  },
  notification_unknown_refund: {
    status: 404,
    message: 'The notification names a refund that is not ours.',
  },
  notification_contradicts: {
    status: 409,
    message: 'The notification contradicts what WeChat said before.',
  },
});
