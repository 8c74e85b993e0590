import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { shopOrdersDestination } from '@carillon/contract';
import { completeOrder, tellOfMessage } from '../orders/index.ts';
import type { Database, Tx } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { BUYER, openTill } from '../testing/test-till.ts';
import type { TestTill } from '../testing/test-till.ts';
import { readMessages } from '../wechat-messages/index.ts';
import { tellOfCompletion } from './tell-of-completion.ts';

const APPID = 'wx8888888888888888';

describe.each(testDatabases())('completing an order on %s', (_name, open) => {
  let database: Database;
  let till: TestTill;
  let orderId: number;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    till = await openTill(database);
    ({ orderId } = await till.sell());
    await sql`update shop_order set status = 'accepted' where id = ${orderId}`.execute(database.db);
  });

  async function complete(appid: string | undefined = APPID) {
    const { context, clerk: staff } = till;
    const parts = { context, appid, publicUrl: () => 'https://shop.example' };
    return completeOrder(context, {
      ...{ orderId, staff },
      tellBuyer: async (tx, order) => tellOfCompletion(parts, tx, order),
    });
  }

  async function messages() {
    return readMessages(database.db, { orderId, now: till.context.clock.now() });
  }

  /** The buyer, as the service account knows them. */
  async function knowBuyer(): Promise<void> {
    const buyerId = 'b'.repeat(64);
    await sql`update shop_order set buyer_id = ${buyerId} where buyer_id = ${BUYER}`.execute(database.db);
    await sql`
      insert into buyer_identity (appid, openid, buyer_id, created_at)
      values (${APPID}, 'oBuyer', ${buyerId}, now())`.execute(database.db);
  }

  test('asks for one message to its buyer, with the shop’s keys', async () => {
    await knowBuyer();
    const { order } = await complete();
    expect(await messages()).toMatchObject([{ kind: 'order_status', to: null, fate: 'waiting' }]);
    const { rows } = await sql`select openid, data, url from wechat_message`.execute(database.db);
    expect(rows).toEqual([
      {
        openid: 'oBuyer',
        data: {
          first: '您的订单已完成，谢谢惠顾。',
          keyword1: expect.stringContaining('Shop') as string,
          keyword2: '028-1',
          keyword3: order.number,
          keyword4: '已完成',
          keyword5: `￥${(order.totalFen / 100).toFixed(2)}`,
          remark: expect.any(String) as string,
        },
        url: `https://shop.example/orders/${orderId}`,
      },
    ]);
    await expect(complete()).rejects.toMatchObject({ code: 'order_already_completed' });
    expect(await messages()).toHaveLength(1);
  });

  test('tells nobody whom the service account does not know, or when there is none', async () => {
    expect(await complete()).toMatchObject({ order: { status: 'completed' } });
    expect(await messages()).toEqual([]);
  });

  test('is told after its message was asked for: whoever tells holds up the whole shop', async () => {
    const { context, clerk: staff } = till;
    const told: string[] = [];
    const tellBuyer = async (tx: Tx): Promise<void> => {
      const { rows } = await sql<{
        type: string;
      }>`select payload ->> 'type' as type from journal_entry`.execute(tx);
      told.push(...rows.map(({ type }) => type));
    };
    await completeOrder(context, { orderId, staff, tellBuyer });
    expect(new Set(told)).toEqual(new Set(['order.paid']));
    expect(await till.told(orderId)).toEqual(['order.paid', 'order.completed']);
  });

  test('has what becomes of its message told to its shop, and to nobody else', async () => {
    await complete();
    await tellOfMessage(till.context, orderId);
    const { rows } = await sql<{ type: string; status: string }>`
      select payload ->> 'type' as type, payload -> 'order' ->> 'status' as status
      from journal_entry join journal_destination destination on destination.id = destination_id
      where name = ${shopOrdersDestination(till.shop.shopId)} order by seq desc limit 1`.execute(database.db);
    expect(rows).toEqual([{ type: 'order.message', status: 'completed' }]);
    expect(await till.told(orderId)).not.toContain('order.message');
  });

  test('succeeds although the message cannot be asked for', async () => {
    await knowBuyer();
    await sql`alter table wechat_message rename to wechat_message_away`.execute(database.db);
    const done = await complete().finally(async () =>
      sql`alter table wechat_message_away rename to wechat_message`.execute(database.db),
    );
    expect(done).toMatchObject({ order: { status: 'completed' } });
    expect(await till.order(orderId)).toMatchObject({ status: 'completed' });
    expect(await messages()).toEqual([]);
  });
});
