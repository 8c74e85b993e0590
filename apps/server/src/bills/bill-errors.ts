import { defineErrors } from '../platform/errors.ts';

/** Refusals of the bills domain; described in docs/errors/bills.md. */
export const billErrors = defineErrors({
  bill_not_yet: {
    status: 409,
    message: 'WeChat makes the bill of a day on the next, by 10 o’clock. Ask for an earlier day.',
  },
  bill_too_old: {
    status: 409,
    message: 'WeChat keeps bills for three months. Ask for a later day.',
  },
  bill_unreadable: {
    status: 502,
    message:
      'WeChat did not give its bill, or one that is not whole. Try again later; `details.reason` says why.',
  },
  bill_not_compared: {
    status: 404,
    message: 'The bill of this day was not compared yet. Compare it first.',
  },
  difference_not_found: {
    status: 404,
    message: 'There is no such difference, or it is not your shop’s.',
  },
  difference_settled: {
    status: 409,
    message: 'The difference was settled already; `details` say by whom and when.',
  },
});
