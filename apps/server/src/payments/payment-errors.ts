import { defineErrors } from '../platform/errors.ts';

/** Refusals of the payments domain; described in docs/errors/payments.md. */
export const paymentErrors = defineErrors({
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
  notification_contradicts: {
    status: 409,
    message: 'The trade was paid before by another transaction.',
  },
});
