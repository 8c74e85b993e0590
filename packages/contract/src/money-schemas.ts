/** The schemas of what the console shows of money: payments, reports, and WeChat's bills beside our books. */
import { z } from 'zod';
import { MAX_MONEY_NOTE_LENGTH } from './money-limits.ts';
import { lineOfText, text } from './text-schemas.ts';

const id = z.int().positive();
const amountFen = z.int().nonnegative().describe('Amount in fen (1/100 yuan).');
const instant = z.iso.datetime().describe('UTC, ISO 8601.');

/** A day on the calendar of mainland China, UTC+8. */
export const daySchema = z.iso.date().describe('A day in mainland China, YYYY-MM-DD.');

export const refundStateSchema = z
  .enum(['asking', 'processing', 'succeeded', 'closed', 'abnormal', 'by_hand'])
  .describe(
    '`asking`: WeChat may not know of it yet. `closed`: WeChat will not do it. `abnormal`: the buyer’s account did ' +
      'not take it. `by_hand`: the shop gave it back without WeChat.',
  );

/** A refund as staff see it. */
export const refundEntrySchema = z.object({
  id,
  outRefundNo: z.string(),
  refundId: z.string().nullable().describe('WeChat’s number, once it gave one.'),
  amountFen,
  cause: z.enum(['cancelled', 'staff', 'late_payment', 'paid_twice']),
  reason: z.string(),
  state: refundStateSchema,
  askedBy: z.string(),
  askedAt: instant,
  settledAt: instant.nullable(),
  attempts: z.int().nonnegative().describe('How often WeChat was asked.'),
  error: z.string().nullable().describe('Why WeChat did not do it when it was last asked.'),
  needsSomebody: z.boolean().describe('It will not get on by itself.'),
  byHand: z.object({ by: z.string(), note: z.string() }).nullable(),
});

/** A payment with everything that was given back of it. */
export const paymentEntrySchema = z.object({
  id: id.describe('The trade’s; a later one has a greater id.'),
  orderId: id,
  orderNumber: z.string(),
  orderStatus: z.string(),
  orderFulfilment: z.string().describe('What was bought with it; `pass`: it is refunded through the pass.'),
  outTradeNo: z.string(),
  transactionId: z.string(),
  amountFen,
  refundedFen: amountFen.describe('Given back, or on its way back.'),
  paidAt: instant,
  refunds: z.array(refundEntrySchema),
});

export const paymentsQuerySchema = z.object({
  search: lineOfText.trim().max(64).optional().describe('An order’s number, or one of WeChat’s or ours.'),
  only: z.enum(['refunded', 'failed']).optional().describe('Only those with a refund, or with a failed one.'),
  from: daySchema.optional(),
  to: daySchema.optional().describe('That day is in it.'),
  before: z.coerce.number().int().positive().optional().describe('`next` of the page before.'),
});

export const paymentListReplySchema = z.object({
  payments: z.array(paymentEntrySchema).describe('The newest first.'),
  next: id.nullable().describe('Where the next page begins; null on the last.'),
});

const sales = z.object({ orders: z.int().nonnegative(), salesFen: amountFen });

/** What a shop sold on a day: orders count on the day on which they were paid. */
export const dayReportSchema = z.object({
  day: daySchema,
  orders: z.int().nonnegative(),
  salesFen: amountFen.describe('All that was paid for orders, deliveries included.'),
  deliveryFeesFen: amountFen,
  averageFen: amountFen.describe('Sales per order, rounded; 0 without orders.'),
  refunds: z.object({ count: z.int().nonnegative(), amountFen }).describe('Those that arrived on this day.'),
  byHour: z.array(sales.extend({ hour: z.int().min(0).max(23) })).length(24),
  byProduct: z
    .array(
      z.object({
        productId: id.nullable().describe('null: it is a pass.'),
        name: z.string(),
        quantity: z.int().positive(),
        salesFen: amountFen,
      }),
    )
    .describe('What sold for most first.'),
  byFulfilment: z.array(sales.extend({ fulfilment: z.enum(['table', 'pickup', 'delivery', 'pass']) })),
});
export const dayReportReplySchema = z.object({ report: dayReportSchema });

/** How a day's bill compared with our books. */
export const billComparisonSchema = z.object({
  day: daySchema,
  state: z
    .enum(['matched', 'differs', 'not_ready', 'failed'])
    .describe('`not_ready`: WeChat makes a day’s bill by 10 o’clock of the next.'),
  comparedAt: instant,
  sums: z
    .object({
      payments: sales.shape.orders,
      paymentsFen: amountFen,
      refunds: sales.shape.orders,
      refundsFen: amountFen,
    })
    .nullable()
    .describe('Of the whole merchant number; null where several shops share it.'),
  openDifferences: z.int().nonnegative().describe('Those that nobody has settled.'),
  leftOut: z.int().nonnegative().describe('Differences beyond those that are listed: only counted.'),
  error: z.string().nullable(),
});

const billSide = z
  .object({ amountFen, state: z.string(), transactionId: z.string().nullable() })
  .nullable()
  .describe('null: it is not there.');

export const billDifferenceSchema = z.object({
  id,
  day: daySchema,
  subject: z.enum(['payment', 'refund']),
  kind: z.enum(['missing_here', 'missing_there', 'amount_differs', 'state_differs']),
  number: z.string().describe('The out-trade-no or the out-refund-no.'),
  orderId: id.nullable(),
  ours: billSide,
  theirs: billSide,
  foundAt: instant,
  settled: z
    .object({
      at: instant,
      by: z.string().nullable().describe('null: a later comparison did not find it any more.'),
      note: z.string(),
    })
    .nullable(),
});

export const billListReplySchema = z.object({ bills: z.array(billComparisonSchema) });
export const billReplySchema = z.object({
  bill: billComparisonSchema,
  differences: z.array(billDifferenceSchema),
});
export const settleDifferenceSchema = z.object({
  note: text.trim().min(1).max(MAX_MONEY_NOTE_LENGTH).describe('What was found and done.'),
});
export const billDifferenceReplySchema = z.object({ difference: billDifferenceSchema });

/** What WeChat said of a payment or a refund, and our books cannot hold: nothing was changed, and somebody must look. */
export const moneyMatterSchema = z.object({
  id,
  orderId: id,
  subject: z.enum(['payment', 'refund']),
  number: z.string().describe('The out-trade-no or the out-refund-no.'),
  code: z.string().describe('Why it was refused: an error code of payments.'),
  times: z.int().positive().describe('How often WeChat said so.'),
  firstAt: instant,
  newestAt: instant,
  settled: z.object({ at: instant, by: z.string(), note: z.string() }).nullable(),
});
export const matterListReplySchema = z.object({
  matters: z.array(moneyMatterSchema).describe('Those that wait first.'),
});
export const matterReplySchema = z.object({ matter: moneyMatterSchema });
