import { WeChatError } from '@carillon/wechat';
import type { ShippingInformation, ShippingState, ShippingUpload, WeChatErrorCode } from '@carillon/wechat';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import type { TestContext } from '../testing/test-context.ts';
import { openTill } from '../testing/test-till.ts';
import {
  askShipping,
  countTroubledShipping,
  hearOfShipping,
  readShipping,
  uploadDueShipping,
} from './index.ts';

const SECOND_MS = 1000;
const transactionId = '4200002043202311087295582095';

/** A WeChat that answers one upload after the other so: takes it, or refuses it. */
function shippingAnswering(answers: ('ok' | WeChatErrorCode)[], known: ShippingState = 'to_ship') {
  const uploads: ShippingInformation[] = [];
  const shipping = {
    find: () => Promise.resolve(known),
    upload(information: ShippingInformation) {
      uploads.push(information);
      const answer = answers.shift() ?? 'ok';
      return answer === 'ok' ? Promise.resolve() : Promise.reject(new WeChatError(answer, 'No.'));
    },
  } as Partial<ShippingUpload> as ShippingUpload;
  return { shipping, uploads };
}

describe.each(testDatabases())('shipping on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let shopId: number;
  let orderId: number;
  let till: Awaited<ReturnType<typeof openTill>>;
  const onChange = vi.fn<(orderId: number) => Promise<void>>();

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    onChange.mockClear();
    till = await openTill(database);
    ({ context } = till);
    orderId = await till.place();
    ({ shopId } = await till.order(orderId));
    const facts = { shopId, orderId, transactionId, openid: 'oA', at: context.clock.now() };
    const description = '红烧肉×1、'.repeat(40);
    await database.transaction(async (tx) => askShipping(tx, { ...facts, logistics: 'pickup', description }));
  });

  const upload = async (shipping?: ShippingUpload) => uploadDueShipping({ context, shipping, onChange });
  const shown = async () => readShipping(database.db, orderId);

  test('is uploaded once, cut to what WeChat takes, and told', async () => {
    const { shipping, uploads } = shippingAnswering([]);
    await Promise.all([upload(shipping), upload(shipping)]);
    await upload(shipping);
    expect(uploads).toMatchObject([{ transactionId, openid: 'oA', logistics: 'pickup' }]);
    expect(Array.from(uploads[0]?.description ?? '')).toHaveLength(120);
    expect(await shown()).toMatchObject([{ kind: 'shipping', fate: 'sent', reason: null }]);
    expect(onChange.mock.calls).toEqual([[orderId]]);
  });

  test('is uploaded by one node at a time, however long the uploads before it take', async () => {
    const at = context.clock.now();
    for (const number of [1, 2, 3, 4, 5]) {
      const facts = {
        shopId,
        orderId: await till.place(),
        transactionId: `${transactionId.slice(1)}${number}`,
      };
      const what = { openid: 'oA', logistics: 'pickup', description: '米饭×1', at } as const;
      await database.transaction(async (tx) => askShipping(tx, { ...facts, ...what }));
    }
    const { shipping, uploads } = shippingAnswering([]);
    const slow: ShippingUpload = {
      ...shipping,
      async upload(information) {
        await shipping.upload(information);
        // Four at the same time, the longest that they can take; then one that takes nearly as long.
        context.advance((uploads.length <= 4 ? 12 : 45) * SECOND_MS);
        if (uploads.length === 5) await upload(shipping);
      },
    };
    await upload(slow);
    const uploaded = uploads.map((information) => information.transactionId);
    expect(uploaded).toHaveLength(6);
    expect(new Set(uploaded).size).toBe(6);
  });

  test('is not uploaded a second time when WeChat reminds of it in the meantime', async () => {
    const { shipping, uploads } = shippingAnswering([]);
    const reminded: ShippingUpload = {
      ...shipping,
      async upload(information) {
        await shipping.upload(information);
        await hearOfShipping(context, { kind: 'shipping-reminder', transactionId, outTradeNo: 'C1' });
        await upload(shipping);
      },
    };
    await upload(reminded);
    expect(uploads).toHaveLength(1);
    expect(await shown()).toMatchObject([{ fate: 'sent' }]);
  });

  test('waits where there is no mini program', async () => {
    await upload();
    expect(await shown()).toMatchObject([{ fate: 'waiting', attempts: 0 }]);
  });

  test('is tried with ever longer pauses, for ever', async () => {
    const answers = Array.from({ length: 7 }, () => 'wechat_shipping_payment_unknown' as const);
    const { shipping, uploads } = shippingAnswering(answers);
    for (const pauseS of [10, 60, 300, 1800, 3600, 10_800, 10_800]) {
      await upload(shipping);
      context.advance(pauseS * SECOND_MS - 1);
      await upload(shipping);
      context.advance(1);
    }
    expect(uploads).toHaveLength(7);
    await upload(shipping);
    expect(await shown()).toMatchObject([{ fate: 'sent', attempts: 8 }]);
  });

  test('whose answer was lost is not uploaded again once WeChat has it', async () => {
    const { shipping, uploads } = shippingAnswering(['wechat_timeout'], 'shipped');
    await upload(shipping);
    context.advance(10 * SECOND_MS);
    await upload(shipping);
    expect(uploads).toHaveLength(1);
    expect(await shown()).toMatchObject([{ fate: 'sent' }]);
  });

  test.each<WeChatErrorCode>(['wechat_shipping_done_already', 'wechat_shipping_correction_spent'])(
    'answered with %s is done',
    async (code) => {
      await upload(shippingAnswering([code]).shipping);
      expect(await shown()).toMatchObject([{ fate: 'sent', reason: null }]);
    },
  );

  test('that is refused waits for somebody, and is tried when WeChat reminds of it', async () => {
    await upload(shippingAnswering(['wechat_shipping_refused']).shipping);
    expect(await shown()).toMatchObject([{ fate: 'failed', reason: 'wechat_shipping_refused' }]);
    expect(await countTroubledShipping(database.db, context.clock.now())).toEqual({ failed: 1, late: 0 });
    await hearOfShipping(context, { kind: 'shipping-reminder', transactionId, outTradeNo: 'C1' });
    await upload(shippingAnswering([]).shipping);
    expect(await shown()).toMatchObject([{ fate: 'sent' }]);
  });

  test('that is not taken for a day is late', async () => {
    context.advance(24 * 3_600_000 + 1);
    expect(await countTroubledShipping(database.db, context.clock.now())).toEqual({ failed: 0, late: 1 });
  });

  test('is settled when WeChat says so, once', async () => {
    await upload(shippingAnswering([]).shipping);
    const news = { kind: 'order-settlement', transactionId, outTradeNo: 'C1', settlesAt: undefined } as const;
    expect(await hearOfShipping(context, { ...news, settledAt: undefined })).toBeUndefined();
    const settled = { ...news, settledAt: '2026-11-23T04:00:00.000Z' };
    expect(await hearOfShipping(context, settled)).toBe(orderId);
    expect(await hearOfShipping(context, settled)).toBeUndefined();
    expect(await shown()).toMatchObject([{ fate: 'delivered', at: '2026-11-23T04:00:00.000Z' }]);
  });
});
