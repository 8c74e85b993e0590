import { z } from 'zod';
import type { Trade } from '../pay/trade.ts';
import { MiniRefusal, sufferFaults } from './mini-answer.ts';
import type { MiniDesk } from './mini-desk.ts';
import type { Shipping } from './shipping-book.ts';

const MOST_DESCRIPTION_CHARACTERS = 120;
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/;

const orderKey = z.union([
  z.object({ order_number_type: z.literal(2), transaction_id: z.string() }),
  z.object({ order_number_type: z.literal(1), mchid: z.string(), out_trade_no: z.string() }),
]);
const bodySchema = z.object({
  order_key: orderKey,
  logistics_type: z.int(),
  delivery_mode: z.int(),
  shipping_list: z
    .array(z.object({ item_desc: z.string() }))
    .min(1)
    .max(15),
  upload_time: z.string(),
  payer: z.object({ openid: z.string() }),
});

type PaidTrade = Trade & { payment: NonNullable<Trade['payment']> };

/**
 * POST /wxa/sec/order/upload_shipping_info: only of payments made in the mini program; a second upload is the one
 * correction. Source: 发货信息录入.
 *
 * @throws MiniRefusal 10060001 to 10060031, 268485216 and others
 */
export function uploadShipping(desk: MiniDesk, body: unknown): { trade: Trade; shipping: Shipping } {
  const { faults, shippings, clock } = desk;
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) throw new MiniRefusal(47001);
  const { order_key: key, logistics_type: logisticsType, upload_time: uploadTime, payer } = parsed.data;
  const description = parsed.data.shipping_list.map(({ item_desc: text }) => text).join('；');
  if (!RFC_3339.test(uploadTime) || Number.isNaN(Date.parse(uploadTime))) throw new MiniRefusal(268485216);
  // An express parcel (1) would need its number: no shop of ours sends one.
  if (![2, 3, 4].includes(logisticsType)) throw new MiniRefusal(10060005);
  if (parsed.data.delivery_mode !== 1) throw new MiniRefusal(268485224);
  if (description.trim() === '') throw new MiniRefusal(10060008);
  if (Array.from(description).length > MOST_DESCRIPTION_CHARACTERS) throw new MiniRefusal(10060009);
  sufferFaults(faults, [
    ['shipping-unknown', 10060001],
    ['shipping-busy', 10060012],
    ['shipping-refused', 10060014],
  ]);
  const trade = tradeOf(desk, key);
  const { transactionId, openid } = trade.payment;
  if (openid !== payer.openid) throw new MiniRefusal(10060031);
  const before = shippings.get(transactionId);
  if (before?.settledAt !== undefined || isGivenBack(desk, trade)) throw new MiniRefusal(10060004);
  if (before && Date.parse(before.uploadTime) >= Date.parse(uploadTime)) throw new MiniRefusal(10060023);
  if (before && before.uploads > 1) throw new MiniRefusal(10060003);
  const shipping = shippings.put({
    ...{ transactionId, logisticsType, description, uploadTime },
    shippedAt: before?.shippedAt ?? clock.now(),
    uploads: (before?.uploads ?? 0) + 1,
  });
  return { trade, shipping };
}

/** POST /wxa/sec/order/get_order. Source: 查询订单发货状态. @throws MiniRefusal 10060001 and others */
export function findShipping(desk: MiniDesk, body: unknown): object {
  const parsed = z.object({ transaction_id: z.string() }).safeParse(body);
  if (!parsed.success) throw new MiniRefusal(47001);
  const trade = tradeOf(desk, { order_number_type: 2, ...parsed.data });
  const shipping = desk.shippings.get(trade.payment.transactionId);
  return {
    errcode: 0,
    errmsg: 'ok',
    order: {
      transaction_id: trade.payment.transactionId,
      merchant_id: trade.mchid,
      merchant_trade_no: trade.outTradeNo,
      openid: trade.payment.openid,
      paid_amount: trade.amountFen,
      pay_time: Math.floor(trade.payment.paidAt / 1000),
      order_state: stateOf(desk, trade, shipping),
      in_complaint: false,
      ...(shipping && {
        shipping: {
          delivery_mode: 1,
          logistics_type: shipping.logisticsType,
          finish_shipping: true,
          goods_desc: shipping.description,
          shipping_list: [{ goods_desc: shipping.description, upload_time: uploadSeconds(shipping) }],
        },
      }),
    },
  };
}

function stateOf(desk: MiniDesk, trade: Trade, shipping: Shipping | undefined): number {
  if (isGivenBack(desk, trade)) return 5;
  if (!shipping) return 1;
  return shipping.settledAt === undefined ? 2 : 4;
}

function uploadSeconds({ uploadTime }: Shipping): number {
  return Math.floor(Date.parse(uploadTime) / 1000);
}

function isGivenBack({ refunds }: MiniDesk, trade: Trade): boolean {
  const given = refunds
    .ofTrade(trade.outTradeNo)
    .filter(({ status }) => status === 'SUCCESS')
    .reduce((sum, { amountFen }) => sum + amountFen, 0);
  return given >= trade.amountFen;
}

function tradeOf({ trades, identity }: MiniDesk, key: z.infer<typeof orderKey>): PaidTrade {
  const trade =
    key.order_number_type === 2 ? trades.findByTransaction(key.transaction_id) : trades.get(key.out_trade_no);
  if (!trade?.payment || trade.appid !== identity.miniAppid) throw new MiniRefusal(10060001);
  return { ...trade, payment: trade.payment };
}
