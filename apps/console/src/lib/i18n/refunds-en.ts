import type { refundsZh } from './refunds-zh.ts';

/** Giving money back, in words, English. */
export const refundsEn: typeof refundsZh = {
  title: 'Refund',
  open: 'Refund',
  openLabel: 'Refund {order}',
  left: '{amount} can be given back',
  howMuch: 'How much',
  whole: 'All, {amount}',
  part: 'A part',
  amount: 'Amount in yuan',
  wrongAmount: 'Enter an amount from 0.01 to {max}, with at most two decimals.',
  reason: 'Reason',
  reasonHint: 'The buyer reads it.',
  reasons: {
    soldOut: 'Sold out',
    wrong: 'Something was wrong',
    late: 'Took too long',
    asked: 'The buyer asked',
    other: 'Other',
  },
  otherReason: 'Write the reason',
  missingReason: 'Write the reason.',
  submit: 'Refund {amount}',
  confirmHint: 'The money goes back to the buyer’s WeChat and cannot be called back.',
  cancel: 'Do not refund',
  done: 'A refund of {amount} is under way; this page follows it.',
  states: {
    processing: 'On its way',
    succeeded: 'Given back',
    failed: 'Refund failed',
  },
  causes: {
    cancelled: 'Order cancelled',
    staff: 'By the shop',
    late_payment: 'Paid after it was cancelled',
    paid_twice: 'Paid twice',
  },
  failedHint:
    'WeChat could not give it back; the shop still has the money. See to it on the page “Payments”.',
  toPayments: 'See to it in Payments',
};
