import { z } from 'zod';

/**
 * What the cards may say, by notify_type: how each cur_status is called, what it must bring, and what may follow it.
 * Source: subscribe-message-template/2006 and /2007, as far as they were read: the numbers of 2006 beyond 1, 2 and 8, and
 * of 2007 beyond 1, are those of the older cards 1003 and 1004. See docs/sandbox.md.
 */
interface CardRule {
  readonly name: string;
  readonly statuses: Readonly<Record<number, { readonly name: string; readonly next: readonly number[] }>>;
}

const CARD_RULES: Readonly<Record<number, CardRule>> = {
  2006: {
    name: '同城配送',
    statuses: {
      1: { name: '已支付', next: [2, 3, 4, 5, 6, 7, 8, 9] },
      2: { name: '备货中', next: [2, 3, 4, 5, 6, 7, 8, 9] },
      3: { name: '骑手已接单', next: [3, 4, 5, 6, 7, 8, 9] },
      4: { name: '骑手赶往商家', next: [4, 5, 6, 7, 8, 9] },
      5: { name: '骑手已到店', next: [5, 6, 7, 8, 9] },
      6: { name: '配送中', next: [6, 7, 8, 9] },
      7: { name: '即将送达', next: [7, 8, 9] },
      8: { name: '已送达', next: [] },
      9: { name: '已取消', next: [] },
    },
  },
  2007: {
    name: '等候领取',
    statuses: {
      1: { name: '已支付', next: [2, 3, 4, 5] },
      2: { name: '制作中', next: [2, 3, 4, 5] },
      3: { name: '请取餐', next: [3, 4, 5] },
      4: { name: '已完成', next: [] },
      5: { name: '已取消', next: [] },
    },
  },
};

export function ruleOf(notifyType: number): CardRule | undefined {
  return CARD_RULES[notifyType];
}

const uint32 = z.int().min(0).max(4_294_967_295);

/** content_json of both cards; the fields that only one has are absent in the other. */
export const contentSchema = z.object({
  cur_status: z.int(),
  wxa_path_query: z.string().min(1),
  product_count: uint32.min(1),
  product_list: z.object({
    info_list: z
      .array(
        z.object({
          product_img: z.string().min(1),
          product_name: z.string().min(1),
          product_path_query: z.string().min(1),
          count: uint32.optional(),
          single_price: uint32.optional(),
        }),
      )
      .min(1),
  }),
  arrival_time: uint32.optional(),
  queue_number: z.string().min(1).max(10).optional(),
  min_wait_time: uint32.optional(),
  max_wait_time: uint32.optional(),
});

export type CardContentJson = z.infer<typeof contentSchema>;
