/** The schemas of everything that crosses the HTTP and realtime edges. The server validates with them. */
import { z } from 'zod';
import { MAX_MESSAGE_LENGTH } from './conversation-limits.ts';
import { MAX_NOTICE_LENGTH } from './notice-limits.ts';
import { MAX_ORDER_LINES, MAX_QUANTITY, MAX_REMARK_LENGTH } from './order-limits.ts';

export { MAX_ORDER_LINES, MAX_QUANTITY };

const id = z.int().positive();
const amountFen = z.int().nonnegative().describe('Amount in fen (1/100 yuan).');
const instant = z.iso.datetime().describe('UTC, ISO 8601.');

/** Text on one line: no control characters, of which PostgreSQL cannot even store NUL. */
const lineOfText = z.string().regex(/^\P{Cc}*$/u, 'must not hold control characters');
/** Text in which lines may end, but no other control character stands. */
const text = z.string().regex(/^[\P{Cc}\n]*$/u, 'must not hold control characters other than line feeds');

export const tableCodeSchema = lineOfText.max(32).describe('Opaque code printed in the QR of the table.');

export const idempotencyKeySchema = z.string().regex(/^[\x21-\x7e]{1,64}$/);

export const apiErrorSchema = z.object({
  error: z.object({ code: z.string(), message: z.string(), details: z.unknown().optional() }),
});

export const shopSchema = z.object({ id, name: z.string(), phone: z.string(), address: z.string() });
export const shopListReplySchema = z.object({ shops: z.array(shopSchema) });

export const productSchema = z.object({
  id,
  name: z.string(),
  description: z.string(),
  pictureUrl: z.string(),
  priceFen: amountFen,
  stock: z.int().nonnegative().nullable().describe('How many are left; null means unlimited.'),
});
export const categorySchema = z.object({ id, name: z.string(), products: z.array(productSchema) });
export const menuReplySchema = z.object({ shop: shopSchema, categories: z.array(categorySchema) });

export const tableSchema = z.object({
  code: z.string().describe('Opaque code printed in the QR of the table.'),
  name: z.string(),
});
export const tableReplySchema = z.object({ shop: shopSchema, table: tableSchema });
export const tableListReplySchema = z.object({ tables: z.array(tableSchema) });

export const placeOrderRequestSchema = z.object({
  tableCode: tableCodeSchema.optional(),
  remark: text.max(MAX_REMARK_LENGTH).optional(),
  lines: z
    .array(z.object({ productId: id, quantity: z.int().min(1).max(MAX_QUANTITY) }))
    .min(1)
    .max(MAX_ORDER_LINES),
  totalFen: amountFen.describe('The total the buyer was shown; refused when it is not the real one.'),
});

export const orderStatusSchema = z.enum(['pending_payment', 'paid', 'accepted', 'completed']);

export const orderLineSchema = z.object({
  productId: id,
  name: z.string(),
  quantity: z.int().positive(),
  unitPriceFen: amountFen,
  amountFen,
});

export const timelineEntrySchema = z.object({
  status: orderStatusSchema,
  at: instant,
  by: z.string().describe('Who did it: a staff name, "buyer" or "wechat".'),
});

export const orderSchema = z.object({
  id,
  shopId: id,
  number: z.string().describe('The number called out, counted per shop and day, e.g. "017".'),
  tableName: z.string().nullable(),
  status: orderStatusSchema,
  lines: z.array(orderLineSchema),
  totalFen: amountFen,
  remark: z.string(),
  placedAt: instant,
  paidAt: instant.nullable(),
  timeline: z.array(timelineEntrySchema),
});

const seq = z
  .int()
  .nonnegative()
  .describe('The journal number this answer is current with: subscribe with `after:` this.');
export const orderReplySchema = z.object({ order: orderSchema, seq });
export const orderListReplySchema = z.object({ orders: z.array(orderSchema), seq });

export const tradeReplySchema = z.object({
  outTradeNo: z.string(),
  codeUrl: z.string().describe('What the QR says: weixin://wxpay/…'),
  amountFen,
  expiresAt: instant,
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

const roleSchema = z.enum(['owner', 'manager', 'clerk']);

export const deviceIdSchema = z.string().regex(/^[0-9a-f]{16}$/);

/** A login of somebody of the staff with at least one page open. */
export const deviceSchema = z.object({
  id: deviceIdSchema,
  name: z.string().describe('What its browser says of itself, e.g. "iPad · Safari"; empty when nothing.'),
  since: instant.describe('Since when one of its pages is connected.'),
  pages: z.int().positive().describe('How many pages it has open.'),
});
/** Payload of `/topic/shops/{shopId}/online`: one of the staff, as they are now. */
export const staffOnlineSchema = z.object({
  staff: z.object({ id, name: z.string(), role: roleSchema }),
  devices: z.array(deviceSchema).describe('The longest connected first; none when they are not online.'),
});
/** The answer to who subscribes to `/app/shops/{shopId}/online`. */
export const onlineReplySchema = z.object({
  online: z.array(staffOnlineSchema),
  thisDevice: deviceIdSchema.describe('The device that asks.'),
});
/** Payload of `/topic/shops/{shopId}/presence`, and the answer at `/app/shops/{shopId}/presence`. */
export const shopPresenceSchema = z.object({ online: z.boolean() });

export const loginRequestSchema = z.object({
  username: lineOfText.min(1).max(64),
  password: z.string().min(1).max(256),
});
export const staffSchema = z.object({
  id,
  name: z.string(),
  shops: z.array(z.object({ id, name: z.string(), role: z.enum(['owner', 'manager', 'clerk']) })),
});
export const staffReplySchema = z.object({ staff: staffSchema });

/** Payload of both order destinations. */
export const orderEventSchema = z.object({
  type: z.enum(['order.paid', 'order.accepted', 'order.completed']),
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
