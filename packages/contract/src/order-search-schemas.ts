/** What staff may ask of a shop's orders. */
import { z } from 'zod';
import { daySchema } from './money-schemas.ts';
import { MAX_ORDER_SEARCH_LENGTH } from './order-limits.ts';
import { lineOfText } from './text-schemas.ts';

const wanted = lineOfText.trim().max(MAX_ORDER_SEARCH_LENGTH);
const amountFen = z.coerce.number().int().nonnegative().describe('Amount in fen (1/100 yuan).');

export const orderSearchQuerySchema = z.object({
  search: wanted
    .optional()
    .describe(
      'In the number, the table, the dishes, the remark, and whom and where it goes to. `#17`: the number alone.',
    ),
  only: z
    .enum(['waiting', 'making', 'leaving', 'completed', 'cancelled', 'refunded', 'unpaid'])
    .optional()
    .describe('`unpaid`: those that nobody has paid, or ever will. They are in no other answer.'),
  fulfilment: z.enum(['table', 'pickup', 'delivery', 'pass']).optional(),
  table: wanted.optional().describe('A table, by its whole name.'),
  from: daySchema.optional(),
  to: daySchema.optional().describe('That day is in it.'),
  minFen: amountFen.optional(),
  maxFen: amountFen.optional(),
  before: z.coerce.number().int().positive().optional().describe('`next` of the page before.'),
});
