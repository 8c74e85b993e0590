/** The schemas of everything that crosses the HTTP and realtime edges. The server validates with them. */
import { z } from 'zod';
import { MAX_MONEY_NOTE_LENGTH } from './money-limits.ts';
import { MAX_CHOICES, MAX_OPTION_GROUPS } from './catalog-limits.ts';
import { categorySchema, lineChoiceSchema, tableCodeSchema, tableSchema } from './catalog-schemas.ts';
import { MAX_MESSAGE_LENGTH } from './conversation-limits.ts';
import { MAX_NOTICE_LENGTH } from './notice-limits.ts';
import {
  MAX_ADDRESS_LENGTH,
  MAX_CONTACT_NAME_LENGTH,
  MAX_ORDER_LINES,
  MAX_PROMISE_MINUTES,
  MAX_QUANTITY,
  MAX_REASON_LENGTH,
  MAX_REMARK_LENGTH,
  PHONE_PATTERN,
} from './order-limits.ts';
import { orderRingSchema } from './ring-schemas.ts';
import { lineOfText, text } from './text-schemas.ts';

export * from './catalog-schemas.ts';
export * from './message-schemas.ts';
export * from './money-schemas.ts';
export * from './ring-schemas.ts';
export * from './pass-schemas.ts';
export * from './people-schemas.ts';
export * from './shop-schemas.ts';
export * from './staff-schemas.ts';
export * from './order-search-schemas.ts';
export { MAX_ORDER_LINES, MAX_QUANTITY };

const id = z.int().positive();
const amountFen = z.int().nonnegative().describe('Amount in fen (1/100 yuan).');
const instant = z.iso.datetime().describe('UTC, ISO 8601.');

export const idempotencyKeySchema = z.string().regex(/^[\x21-\x7e]{1,64}$/);

export const apiErrorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
});

export const shopSchema = z.object({
  id,
  name: z.string(),
  phone: z.string(),
  address: z.string(),
  pickup: z.boolean().describe('Whether guests may order without a table and fetch it.'),
  delivery: z
    .object({ feeFen: amountFen, minimumFen: amountFen.describe('The least that the goods must cost.') })
    .nullable()
    .describe('null: the shop brings nothing to the door.'),
  promiseMinutes: z.int().positive().describe('What staff promise unless they say otherwise.'),
  isOpen: z.boolean().describe('A closed shop shows its menu and takes no orders.'),
});
export const shopListReplySchema = z.object({ shops: z.array(shopSchema) });

const seq = z
  .int()
  .nonnegative()
  .describe('The journal number this answer is current with: subscribe with `after:` this.');

export const menuReplySchema = z.object({ shop: shopSchema, categories: z.array(categorySchema), seq });

export const tableReplySchema = z.object({ shop: shopSchema, table: tableSchema });

/** How what was ordered gets to its buyer. `pass`: it is a pass, theirs once it is paid. */
export const fulfilmentSchema = z.enum(['table', 'pickup', 'delivery', 'pass']);

/** Where an order is brought, and whom to ask for. */
export const contactSchema = z.object({
  name: lineOfText.trim().min(1).max(MAX_CONTACT_NAME_LENGTH),
  phone: z.string().regex(PHONE_PATTERN, 'must be a telephone number'),
  address: lineOfText.trim().min(1).max(MAX_ADDRESS_LENGTH),
});

/** An entry of a buyer's address book. */
export const addressSchema = contactSchema.extend({ id });
export const addressReplySchema = z.object({ address: addressSchema });
export const addressListReplySchema = z.object({
  addresses: z.array(addressSchema).describe('The last used first.'),
});

export const placeOrderRequestSchema = z
  .object({
    fulfilment: fulfilmentSchema
      .exclude(['pass'])
      .optional()
      .describe('Left out: at the table if there is a `tableCode`, else fetched.'),
    tableCode: tableCodeSchema.optional().describe('Only for an order at a table, which needs it.'),
    contact: contactSchema.optional().describe('Only for an order that is delivered, which needs it.'),
    remark: text.max(MAX_REMARK_LENGTH).optional(),
    lines: z
      .array(
        z.object({
          productId: id,
          quantity: z.int().min(1).max(MAX_QUANTITY),
          choiceIds: z
            .array(id)
            .max(MAX_OPTION_GROUPS * MAX_CHOICES)
            .optional()
            .describe('What is chosen of its options, in any order. Left out: nothing.'),
        }),
      )
      .min(1)
      .max(MAX_ORDER_LINES),
    totalFen: amountFen.describe('The total the buyer was shown; refused when it is not the real one.'),
  })
  .refine(({ fulfilment, tableCode }) => tableCode === undefined || (fulfilment ?? 'table') === 'table', {
    path: ['tableCode'],
    error: 'is only for an order at a table',
  })
  .refine(({ fulfilment, contact }) => contact === undefined || fulfilment === 'delivery', {
    path: ['contact'],
    error: 'is only for an order that is delivered',
  });

const promiseMinutes = z
  .int()
  .min(1)
  .max(MAX_PROMISE_MINUTES)
  .describe('In how many minutes, from now, it will be there.');
export const acceptOrderRequestSchema = z.object({
  promiseMinutes: promiseMinutes.optional().describe('Left out: the shop’s `promiseMinutes`.'),
});
export const promiseOrderRequestSchema = z.object({ promiseMinutes });

const reason = lineOfText.trim().min(1).max(MAX_REASON_LENGTH).describe('What the buyer reads.');
/** Of staff who reject an order or cancel it. */
export const cancelOrderRequestSchema = z.object({ reason });
export const refundOrderRequestSchema = z.object({
  amountFen: amountFen.positive().describe('No more than what is left of the payment.'),
  reason,
});
export const retryRefundRequestSchema = z.object({
  card: z
    .object({
      bankType: z.string().regex(/^[A-Z]{2,9}_DEBIT$/, 'must be a bank as WeChat abbreviates it'),
      account: z.string().regex(/^\d{12,32}$/, 'must be the digits of a card'),
      realName: lineOfText.trim().min(1).max(64),
    })
    .optional()
    .describe(
      'A debit card of the buyer’s, needed when their account did not take the money. It is not kept.',
    ),
});
export const settleRefundRequestSchema = z.object({
  note: lineOfText
    .trim()
    .min(1)
    .max(MAX_MONEY_NOTE_LENGTH)
    .describe('How the money was given back without WeChat.'),
});

export const orderStatusSchema = z.enum([
  'pending_payment',
  'paid',
  'accepted',
  'delivering',
  'ready',
  'completed',
  'cancelled',
]);

/**
 * Why an order was cancelled: not paid in time, by its buyer, by the shop before or after it had accepted, or because
 * nobody of the shop answered in time.
 */
export const cancelReasonSchema = z.enum(['expired', 'buyer', 'rejected', 'shop', 'unanswered']);

/** Money on its way back to the buyer, as the buyer sees it. */
export const orderRefundSchema = z.object({
  id,
  amountFen,
  cause: z
    .enum(['cancelled', 'staff', 'late_payment', 'paid_twice'])
    .describe('The last two: money that came for nothing, after the order was cancelled or already paid.'),
  state: z
    .enum(['processing', 'succeeded', 'failed'])
    .describe('`failed`: WeChat could not give it back; the shop must.'),
  reason: z.string(),
  askedAt: instant,
  settledAt: instant.nullable(),
});

export const orderLineSchema = z.object({
  productId: id.nullable().describe('null: it is a pass.'),
  name: z.string(),
  quantity: z.int().positive(),
  unitPriceFen: amountFen.describe('With what the choices add.'),
  amountFen,
  choices: z.array(lineChoiceSchema).optional().describe('As the menu shows them. Left out: none.'),
});

export const timelineEntrySchema = z.object({
  status: orderStatusSchema,
  at: instant,
  by: z.string().describe('Who did it: a staff name, "buyer", "wechat" or "system".'),
});

export const orderSchema = z.object({
  id,
  shopId: id,
  number: z.string().describe('The number called out, counted per shop and day, e.g. "017".'),
  fulfilment: fulfilmentSchema,
  tableName: z.string().nullable(),
  contact: contactSchema.nullable().describe('null unless it is delivered.'),
  status: orderStatusSchema,
  takeaway: z
    .object({ status: z.int().min(1).max(6), payStatus: z.int().min(0).max(2) })
    .describe(
      'The state by numbers. `status`: 1 pending payment, 2 to be confirmed, 3 confirmed, 4 delivering, ' +
        '5 completed, 6 cancelled. `payStatus`: 0 unpaid, 1 paid, 2 refunded.',
    ),
  lines: z.array(orderLineSchema),
  passId: id.optional().describe('The pass that it brought, once it is paid. Left out: none.'),
  deliveryFeeFen: amountFen,
  totalFen: amountFen.describe('What all lines and the delivery cost.'),
  remark: z.string(),
  placedAt: instant,
  expiresAt: instant.describe('Not paid by then, it is cancelled.'),
  paidAt: instant.nullable(),
  promisedAt: instant.nullable().describe('When staff said that it will be there.'),
  remindedAt: instant.nullable().describe('When the buyer last asked where it stays.'),
  cancellation: z.object({ reason: cancelReasonSchema, note: z.string() }).nullable(),
  refunds: z.array(orderRefundSchema).describe('The oldest first.'),
  timeline: z.array(timelineEntrySchema),
  ring: orderRingSchema.optional().describe('Only for staff, and of orders that were paid.'),
});
/** An order as its buyer sees it. */
const ownOrderSchema = orderSchema.omit({ ring: true });

export const orderReplySchema = z.object({ order: orderSchema, seq });
export const orderListReplySchema = z.object({ orders: z.array(orderSchema), seq });
export const orderSearchReplySchema = z.object({
  orders: z.array(orderSchema).describe('The newest first.'),
  next: id.nullable().describe('Where the next page begins; null on the last.'),
});
/** What buyers are answered about an order. */
export const ownOrderReplySchema = z.object({ order: ownOrderSchema, seq });
export const ownOrdersReplySchema = z.object({
  orders: z.array(ownOrderSchema),
  seq,
  nextBefore: id.nullable().describe('The `before` that continues the list; null at its end.'),
});

export const tradeReplySchema = z.object({
  outTradeNo: z.string(),
  codeUrl: z.string().describe('What the QR says: weixin://wxpay/…'),
  amountFen,
  expiresAt: instant,
  watchToken: z.string().describe('Lets its holder watch this trade at `/websocket/myHandler`.'),
});

/** What became of a trade: told at `/websocket/myHandler`, and to who asks. */
export const tradeResultSchema = z.object({
  outTradeNo: z.string(),
  orderId: id,
  state: z
    .enum(['open', 'paid', 'closed', 'refunded'])
    .describe(
      '`open`: not paid yet. `closed`: given up, nobody can pay it. `refunded`: paid, and all of it goes back.',
    ),
  amountFen,
});
/** What a browser may send about trades to `/websocket/myHandler`. */
export const tradeActionSchema = z.object({
  action: z.enum(['create', 'remove']).describe('Begin to watch a trade, and end it.'),
  outTradeNo: z.string().max(32),
  token: z.string().max(64).optional().describe('Its `watchToken`, unless the address had it.'),
});

/** What a shop announces to everybody who is in its pages. */
export const noticeSchema = z.object({
  id: id.describe('A later one has a greater id.'),
  shopId: id,
  text: z.string(),
  until: instant.nullable().describe('When it ends by itself; null when only someone takes it down.'),
  by: z.string().describe('Who of the staff wrote it.'),
  at: instant,
});
export const noticeReplySchema = z.object({ notice: noticeSchema.nullable(), seq });

/** Payload of `/app/change-notice`. */
export const changeNoticeSchema = z.object({
  shopId: id,
  text: text.trim().min(1).max(MAX_NOTICE_LENGTH).nullable().describe('null takes it down.'),
  until: instant.nullable().default(null).describe('When it ends by itself.'),
  key: idempotencyKeySchema.describe('New for each change; sent again with it, a change is still one.'),
});
/** What the sender hears of it at `/user/queue/change-notice`. */
export const changeNoticeReplySchema = z.object({ notice: noticeSchema.nullable() });

/** Payload of both destinations of announcements. */
export const noticeEventSchema = z.object({
  type: z.literal('notice.changed'),
  at: instant,
  shopId: id,
  notice: noticeSchema.nullable().describe('null: it was taken down.'),
});

/** Payload of both order destinations. */
export const orderEventSchema = z.object({
  type: z
    .enum([
      'order.paid',
      'order.accepted',
      'order.delivering',
      'order.ready',
      'order.completed',
      'order.cancelled',
      'order.promised',
      'order.reminded',
      'order.refund',
      'order.ring',
      'order.message',
    ])
    .describe(
      '`order.promised`: staff changed its `promisedAt`. `order.refund`: something became of its `refunds`. ' +
        '`order.ring`: of its `ring`, which only staff are told. `order.message`: of a WeChat message about it, ' +
        'which only staff are told, too, and read by `readOrderMessages`.',
    ),
  at: instant,
  order: orderSchema,
});

/** What a buyer or staff member sends to `/app/sendChatMsgById/{accountId}`. */
export const chatMessageSchema = z.object({
  orderId: id,
  key: idempotencyKeySchema.describe('New for each message; sent again with it, a message is still one.'),
  text: text
    // Half of a surrogate pair is no character, and would not come back as it was sent.
    .regex(/^\P{Cs}*$/u, 'must not hold halves of characters')
    .trim()
    .min(1)
    .max(MAX_MESSAGE_LENGTH),
});

const conversationSide = z.enum(['buyer', 'shop']);

export const conversationMessageSchema = z.object({
  id,
  orderId: id,
  from: conversationSide,
  author: z.string().nullable().describe('Who of the staff wrote it; null for the buyer.'),
  text: z.string(),
  at: instant,
  key: z.string().describe('The idempotency key it was sent with.'),
});

const unreadCounts = z
  .object({ buyer: z.int().nonnegative(), shop: z.int().nonnegative() })
  .describe('How many messages of the other side each side has not read.');

export const conversationReplySchema = z.object({
  conversation: z.object({
    orderId: id,
    to: z.string().describe('The account to send to: `/app/sendChatMsgById/{to}`.'),
    messages: z.array(conversationMessageSchema).describe('All of them, the oldest first.'),
    unread: unreadCounts,
  }),
  seq,
});

export const shopConversationsReplySchema = z.object({
  conversations: z.array(z.object({ orderId: id, unread: unreadCounts, newest: conversationMessageSchema })),
  seq,
});

export const readMarkSchema = z.object({ upTo: id.describe('The id of the last message that was seen.') });

/** Payload of both conversation destinations. */
export const conversationEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message.sent'),
    at: instant,
    orderId: id,
    unread: unreadCounts,
    message: conversationMessageSchema,
  }),
  z.object({
    type: z.literal('conversation.read'),
    at: instant,
    orderId: id,
    unread: unreadCounts,
    by: conversationSide,
    upTo: id,
  }),
]);

/** Payload of `/user/queue/callBack`: a message for us, or the receipt of one of ours. */
export const callBackSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('message'), message: conversationMessageSchema }),
  z.object({ type: z.literal('receipt'), message: conversationMessageSchema }),
]);
