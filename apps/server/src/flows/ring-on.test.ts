import type { Order, OrderRing } from '@carillon/contract';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { openTill } from '../testing/test-till.ts';
import type { TestTill } from '../testing/test-till.ts';
import { cancelOwnOrder } from './cancel-own-order.ts';
import { reportRing } from './report-ring.ts';
import { ringOn } from './ring-on.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const IPAD = { id: '0123456789abcdef', name: 'iPad · Safari' };

describe.each(testDatabases())('a paid order, on %s', (_name, open) => {
  let database: Database;
  let till: TestTill;
  let messaged: number[];

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    till = await openTill(database);
    messaged = [];
  });

  /** One round of one node. */
  async function round(): Promise<void> {
    const { context } = till;
    await ringOn({
      context,
      messageManagers(_tx, { id }: Order) {
        messaged.push(id);
        return Promise.resolve(['王经理']);
      },
    });
  }

  /** Lets time pass with a node that is there all the while. */
  async function pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 30 * SECOND_MS) {
      till.context.advance(Math.min(left, 30 * SECOND_MS));
      await round();
    }
  }

  async function ringOf(orderId: number): Promise<OrderRing> {
    const { ring } = await till.order(orderId);
    if (ring === undefined) throw new Error(`order ${orderId} does not ring`);
    return ring;
  }

  /** Kinds of everything that the shop was told, in its order. */
  async function toldToShop(): Promise<string[]> {
    const { rows } = await sql<{ type: string }>`
      select payload ->> 'type' as type
      from journal_entry entry join journal_destination destination on destination.id = destination_id
      where destination.name = ${`/topic/shops/${till.shop.shopId}/orders`} order by entry.seq`.execute(
      database.db,
    );
    return rows.map(({ type }) => type);
  }

  const whatOf = ({ events }: OrderRing) => events.map(({ what }) => what);

  test('rings from its payment on, with the time until which the shop must answer', async () => {
    const { orderId } = await till.sell();
    const now = till.context.clock.now();
    expect(await ringOf(orderId)).toEqual({
      step: 'ring',
      beganAt: now.toISOString(),
      answerBy: new Date(now.getTime() + 10 * MINUTE_MS).toISOString(),
      ended: null,
      events: [],
    });
  });

  test('gets louder after 30 s, reaches every device after 60 s and the managers after 120 s', async () => {
    const { orderId } = await till.sell();
    await round();
    till.context.advance(30 * SECOND_MS - 1);
    await round();
    expect((await ringOf(orderId)).step).toBe('ring');
    till.context.advance(1);
    await round();
    expect((await ringOf(orderId)).step).toBe('louder');
    till.context.advance(30 * SECOND_MS);
    await round();
    expect((await ringOf(orderId)).step).toBe('everywhere');
    expect(messaged).toEqual([]);
    till.context.advance(60 * SECOND_MS);
    await round();
    expect(messaged).toEqual([orderId]);
    expect(await ringOf(orderId)).toMatchObject({
      step: 'managers',
      events: [
        { what: 'louder' },
        { what: 'everywhere' },
        { what: 'managers' },
        { what: 'messaged', who: '王经理' },
      ],
    });
    expect(await toldToShop()).toEqual(['order.paid', 'order.ring', 'order.ring', 'order.ring']);
  });

  test('takes each step once, however many nodes are there', async () => {
    const { orderId } = await till.sell();
    await round();
    for (const seconds of [30, 30, 60]) {
      till.context.advance(seconds * SECOND_MS);
      await Promise.all([round(), round(), round(), round()]);
    }
    expect(messaged).toEqual([orderId]);
    expect(whatOf(await ringOf(orderId))).toEqual(['louder', 'everywhere', 'managers', 'messaged']);
  });

  test('takes the steps at once that came due while its node was down, though not the end', async () => {
    const { orderId } = await till.sell();
    await round();
    till.context.advance(30 * MINUTE_MS);
    await Promise.all([round(), round()]);
    expect((await till.order(orderId)).status).toBe('paid');
    expect(messaged).toEqual([orderId]);
    const ring = await ringOf(orderId);
    expect(whatOf(ring).sort()).toEqual(['everywhere', 'louder', 'managers', 'messaged', 'put_off']);
    expect(Date.parse(ring.answerBy) - till.context.clock.now().getTime()).toBe(10 * MINUTE_MS);
  });

  test('leaves staff three minutes at least when the server comes back', async () => {
    const { orderId } = await till.sell();
    await round();
    await pass(10 * MINUTE_MS - 20 * SECOND_MS);
    till.context.advance(2 * MINUTE_MS);
    await round();
    const { answerBy } = await ringOf(orderId);
    expect(Date.parse(answerBy) - till.context.clock.now().getTime()).toBe(3 * MINUTE_MS);
    await pass(3 * MINUTE_MS);
    expect((await till.order(orderId)).status).toBe('cancelled');
  });

  test('is cancelled at the end of the shop’s time, and its money and its stock go back', async () => {
    const { orderId } = await till.sell(3);
    await round();
    await pass(10 * MINUTE_MS - SECOND_MS);
    expect((await till.order(orderId)).status).toBe('paid');
    await pass(SECOND_MS);
    await till.work();
    expect(await till.order(orderId)).toMatchObject({
      status: 'cancelled',
      cancellation: { reason: 'unanswered' },
      refunds: [{ amountFen: 17_400, cause: 'cancelled', state: 'processing' }],
      ring: { ended: { by: 'system' } },
    });
    expect(await till.fishLeft()).toBe(12);
    await till.expectBooks();
  });

  test('has the time that its shop gives itself', async () => {
    await sql`update shop set answer_limit_minutes = 4`.execute(database.db);
    const { orderId } = await till.sell();
    await round();
    await pass(4 * MINUTE_MS);
    expect((await till.order(orderId)).cancellation).toEqual({ reason: 'unanswered', note: '' });
  });

  test('stops ringing in the moment in which it is accepted', async () => {
    const { orderId } = await till.sell();
    await round();
    await till.accept(orderId);
    expect((await ringOf(orderId)).ended).toEqual({
      at: till.context.clock.now().toISOString(),
      by: till.clerk.name,
    });
    await pass(11 * MINUTE_MS);
    expect((await till.order(orderId)).status).toBe('accepted');
    expect(messaged).toEqual([]);
    expect(await toldToShop()).toEqual(['order.paid', 'order.accepted']);
  });

  test('stops ringing when its buyer cancels it', async () => {
    const { orderId } = await till.sell();
    await cancelOwnOrder(till.parts, { orderId, buyerId: 'buyer' });
    expect((await ringOf(orderId)).ended?.by).toBe('buyer');
  });

  test('is either accepted or cancelled when both come at once', async () => {
    const { orderId } = await till.sell();
    await round();
    await pass(10 * MINUTE_MS - SECOND_MS);
    till.context.advance(SECOND_MS);
    const [accepted] = await Promise.allSettled([till.accept(orderId), round(), round()]);
    const { status, refunds, ring } = await till.order(orderId);
    expect(status).toBe(accepted.status === 'fulfilled' ? 'accepted' : 'cancelled');
    expect(refunds).toHaveLength(status === 'cancelled' ? 1 : 0);
    expect(ring?.ended?.by).toBe(status === 'cancelled' ? 'system' : till.clerk.name);
    await till.expectBooks();
  });

  test('has its time put off without waiting for anybody who answers another of its shop', async () => {
    const accept = async (orderId: number): Promise<void> => till.accept(orderId);
    const orderIds: number[] = [];
    for (let sold = 0; sold < 8; sold += 1) orderIds.push((await till.sell()).orderId);
    await round();
    till.context.advance(5 * MINUTE_MS);
    const ended = await Promise.allSettled([round(), ...orderIds.toReversed().map(accept)]);
    expect(ended.filter(({ status }) => status === 'rejected')).toEqual([]);
  });

  describe('that devices tell of', () => {
    test('shows which rang, which could not and why, and who has seen it, each once', async () => {
      const { orderId } = await till.sell();
      const report = { shopId: till.shop.shopId, orderIds: [orderId], device: IPAD, who: '小王' };
      for (let times = 0; times < 3; times += 1) await reportRing(till.context, { ...report, what: 'rang' });
      const phone = { ...report, device: { id: 'fedcba9876543210', name: 'Android · Chrome' }, who: '小周' };
      await reportRing(till.context, { ...phone, what: 'silent', why: 'suspended' });
      await reportRing(till.context, { ...report, what: 'acknowledged' });
      expect((await ringOf(orderId)).events).toMatchObject([
        { what: 'rang', device: 'iPad · Safari', who: '小王', why: null },
        { what: 'silent', device: 'Android · Chrome', who: '小周', why: 'suspended' },
        { what: 'acknowledged', device: 'iPad · Safari', who: '小王' },
      ]);
    });

    test('shows so much of it, and however much that is, what was done about the order', async () => {
      const { orderId } = await till.sell();
      const of = { shopId: till.shop.shopId, orderIds: [orderId], who: '小王', what: 'rang' as const };
      for (let nth = 0; nth < 61; nth += 1) {
        const device = { id: nth.toString(16).padStart(16, '0'), name: `iPad ${nth}` };
        await reportRing(till.context, { ...of, device });
      }
      await pass(30 * SECOND_MS);
      const whats = whatOf(await ringOf(orderId));
      expect([whats.length, whats.at(-1)]).toEqual([61, 'louder']);
    });

    test('takes no word from another shop, nor of an order that was answered', async () => {
      const { orderId } = await till.sell();
      const report = { orderIds: [orderId], device: IPAD, who: '小王', what: 'rang' as const };
      await reportRing(till.context, { ...report, shopId: till.shop.shopId + 1 });
      await till.accept(orderId);
      await reportRing(till.context, { ...report, shopId: till.shop.shopId });
      expect((await ringOf(orderId)).events).toEqual([]);
    });

    test('says nothing of that to its buyer', async () => {
      const { orderId } = await till.sell();
      await reportRing(till.context, {
        ...{ shopId: till.shop.shopId, orderIds: [orderId], device: IPAD },
        ...{ who: '小王', what: 'rang' },
      });
      await till.accept(orderId);
      const { rows } = await sql<{ payload: object }>`
        select payload from journal_entry entry join journal_destination destination
          on destination.id = destination_id
        where destination.name = ${`/topic/orders/${orderId}`}`.execute(database.db);
      expect(rows).toHaveLength(2);
      expect(JSON.stringify(rows)).not.toMatch(/"ring"|iPad/);
    });
  });
});
