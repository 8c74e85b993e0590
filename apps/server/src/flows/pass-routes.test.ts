import type {
  IssuePassReply,
  OrderReply,
  PassDetailReply,
  PassKindListReply,
  PassReply,
  StaffPassDetailReply,
  StaffPassListReply,
  StaffPassReply,
} from '@carillon/contract';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { openPassCounter } from '../testing/pass-counter.ts';
import type { PassCounter } from '../testing/pass-counter.ts';
import { openBrowser } from '../testing/test-browser.ts';
import { checkAllBooks } from './check-all-books.ts';

const DAY_MS = 24 * 60 * 60_000;

describe.each(testDatabases())('what is done with passes, on %s', (_name, open) => {
  let database: Database;
  let counter: PassCounter;

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    counter = await openPassCounter(database);
  });

  afterEach(async () => {
    expect(await checkAllBooks(database)).toEqual([]);
    await counter.app.close();
  });

  async function give(name = '补偿'): Promise<{ passId: number; token: string; reply: IssuePassReply }> {
    const { id: kindId } = await counter.saveKind();
    const path = `/api/staff/shops/${counter.shopId}/passes`;
    const reply = (await counter.manager.post(path, { kindId, note: name })).json<IssuePassReply>();
    return { passId: reply.pass.id, token: reply.claimUrl.split('#')[1] ?? '', reply };
  }

  describe('a kind of pass', () => {
    test('is changed unless somebody else changed it meanwhile; what was sold stays', async () => {
      const { manager, shopId } = counter;
      const kind = await counter.saveKind();
      const passId = await counter.sell(kind);
      const path = `/api/staff/shops/${shopId}/pass-kinds/${kind.id}`;
      const change = { ...kind, name: '咖啡五杯卡', visits: 5, version: 1 };
      const changed = await counter.post(manager, path, { ...change, onSale: true });
      expect(changed).toMatchObject({ status: 200, kind: { name: '咖啡五杯卡', visits: 5, version: 2 } });
      expect(await counter.post(manager, path, { ...change, onSale: true })).toMatchObject({
        status: 409,
        error: { code: 'pass_kind_changed' },
      });
      const { pass } = await counter.get<PassDetailReply>(counter.buyer, `/api/passes/${passId}`);
      expect(pass).toMatchObject({ name: '咖啡十杯卡', visits: 10 });
    });

    test('that is off sale is shown to staff alone, and not sold', async () => {
      const { buyer, clerk, manager, shopId } = counter;
      const kind = await counter.saveKind();
      const path = `/api/staff/shops/${shopId}/pass-kinds`;
      const shown = await counter.get<PassKindListReply>(buyer, `/api/shops/${shopId}/pass-kinds`);
      expect(shown.kinds).toHaveLength(1);
      expect(shown.kinds?.[0]).not.toHaveProperty('version');
      await counter.post(manager, `${path}/${kind.id}`, { ...kind, onSale: false, version: 1 });
      expect(await counter.get(buyer, `/api/shops/${shopId}/pass-kinds`)).toMatchObject({ kinds: [] });
      expect((await counter.get<PassKindListReply>(clerk, path)).kinds).toHaveLength(1);
      const wish = { kindId: kind.id, priceFen: kind.priceFen };
      expect(await counter.post(buyer, `/api/shops/${shopId}/passes`, wish, 'k')).toMatchObject({
        error: { code: 'pass_kind_not_on_sale' },
      });
    });

    test('is the managers’ to make, up to so many', async () => {
      const { clerk, manager, shopId } = counter;
      const path = `/api/staff/shops/${shopId}/pass-kinds`;
      const kind = await counter.saveKind();
      expect(await counter.post(clerk, path, kind)).toMatchObject({
        status: 403,
        error: { code: 'managers_only' },
      });
      await sql`
        insert into pass_kind (shop_id, name, terms, visits, price_fen, refundable, on_sale)
        select ${shopId}, n::text, '', 1, 1, false, false from generate_series(2, 50) n`.execute(database.db);
      expect(await counter.post(manager, path, { ...kind, onSale: true })).toMatchObject({
        status: 409,
        error: { code: 'pass_kinds_full', details: { max: 50 } },
      });
      expect(await counter.post(manager, `${path}/999`, { ...kind, onSale: true, version: 1 })).toMatchObject(
        {
          error: { code: 'pass_kind_not_found' },
        },
      );
    });
  });

  describe('a pass that staff give away', () => {
    test('is whoever’s opens its address first, once', async () => {
      const { buyer } = counter;
      const { passId, token, reply } = await give('老顾客');
      expect(reply).toMatchObject({
        pass: { priceFen: 0, left: 10, refundable: false, holder: null, note: '老顾客', refundFen: 0 },
        claimUrl: `https://shop.test/passes/claim#${token}`,
        claimableUntil: '2026-11-28T04:00:00.000Z',
      });
      expect(JSON.stringify((await sql`select * from pass`.execute(database.db)).rows)).not.toContain(token);
      const others = await Promise.all([counter.openBuyer(), counter.openBuyer()]);
      const answers = await Promise.all(
        [buyer, ...others].map(async (browser) =>
          counter.post<PassReply>(browser, '/api/passes/claim', { token }),
        ),
      );
      expect(answers.map(({ status }) => status).toSorted((one, two) => one - two)).toEqual([200, 409, 409]);
      expect(answers.find(({ status }) => status === 409)?.error?.code).toBe('pass_claimed');
      const winner = [buyer, ...others][answers.findIndex(({ status }) => status === 200)] ?? buyer;
      // The answer may have been lost.
      expect(await counter.post<PassReply>(winner, '/api/passes/claim', { token })).toMatchObject({
        status: 200,
        pass: { id: passId, left: 10 },
        seq: 1,
      });
      expect(await counter.told()).toMatchObject({ '/topic/passes/1': ['pass.changed'] });
    });

    // The ledger, which its buyer reads, had it as well; the console promises that buyers do not see it.
    test('tells who takes it nothing of what staff noted', async () => {
      const { buyer, clerk } = counter;
      const { passId, token } = await give('投诉了三次');
      await counter.post(buyer, '/api/passes/claim', { token });
      expect((await buyer.get(`/api/passes/${passId}`)).body).not.toContain('投诉');
      const { pass } = await counter.get<StaffPassDetailReply>(clerk, `/api/staff/passes/${passId}`);
      expect(pass?.note).toBe('投诉了三次');
    });

    test('is nobody’s after a week, or by another token', async () => {
      const { token } = await give();
      expect(await counter.post(counter.buyer, '/api/passes/claim', { token: 'another' })).toMatchObject({
        status: 404,
        error: { code: 'pass_claim_unknown' },
      });
      counter.context.advance(7 * DAY_MS);
      expect(await counter.post(counter.buyer, '/api/passes/claim', { token })).toMatchObject({
        status: 410,
        error: { code: 'pass_claim_expired' },
      });
    });

    test('needs a browser that is known, so that a lost answer loses no pass', async () => {
      const { token } = await give();
      const browser = openBrowser(counter.app.http);
      expect(await counter.post(browser, '/api/passes/claim', { token })).toMatchObject({
        status: 401,
        error: { code: 'buyer_unknown' },
      });
      expect(await counter.post(browser, '/api/passes/claim', { token })).toMatchObject({ status: 200 });
    });

    test('is given by managers alone, and has no money to give back', async () => {
      const { clerk, manager, shopId } = counter;
      const { passId, reply } = await give();
      const wish = { kindId: reply.pass.kindId, note: '补偿' };
      expect(await counter.post(clerk, `/api/staff/shops/${shopId}/passes`, wish)).toMatchObject({
        error: { code: 'managers_only' },
      });
      const refund = { amountFen: 1, reason: '不要了' };
      expect(await counter.post(manager, `/api/staff/passes/${passId}/refund`, refund, 'k')).toMatchObject({
        error: { code: 'pass_not_paid' },
      });
    });
  });

  describe('a pass that is frozen', () => {
    test('says why to its buyer, and is good again when it is unfrozen', async () => {
      const { buyer, manager } = counter;
      const passId = await counter.sell(await counter.saveKind());
      const path = `/api/staff/passes/${passId}`;
      const reason = '卡丢了';
      expect(await counter.post(manager, `${path}/unfreeze`)).toMatchObject({
        error: { code: 'pass_not_frozen' },
      });
      const frozen = await counter.post<StaffPassReply>(manager, `${path}/freeze`, { reason });
      expect(frozen).toMatchObject({ status: 200, pass: { state: 'frozen', frozen: { reason } } });
      expect(await counter.post(manager, `${path}/freeze`, { reason })).toMatchObject({
        status: 409,
        error: { code: 'pass_frozen', details: { reason } },
      });
      expect(await counter.get(buyer, `/api/passes/${passId}`)).toMatchObject({
        pass: { state: 'frozen', frozen: { reason } },
        seq: 2,
      });
      expect(await counter.post(manager, `${path}/unfreeze`)).toMatchObject({ pass: { state: 'active' } });
      const { entries } = await counter.get<StaffPassDetailReply>(manager, path);
      expect(entries?.map(({ what, visits, left, by, note }) => [what, visits, left, by, note])).toEqual([
        ['unfrozen', 0, 10, '王经理', ''],
        ['frozen', 0, 10, '王经理', reason],
        ['bought', 10, 10, 'wechat', ''],
      ]);
      expect(await counter.told()).toMatchObject({
        '/topic/passes/1': ['pass.changed', 'pass.changed', 'pass.changed'],
      });
    });
  });

  describe('a refund of a pass', () => {
    const reason = '顾客搬家';

    test('takes what is left off it and gives its share of the price back, once for a key', async () => {
      const { buyer, manager } = counter;
      const passId = await counter.sell(await counter.saveKind({ visits: 3, priceFen: 1_000 }));
      const path = `/api/staff/passes/${passId}/refund`;
      const refund = { amountFen: 1_000, reason };
      const answers = await Promise.all(
        Array.from({ length: 4 }, async () => counter.post<StaffPassReply>(manager, path, refund, 'one')),
      );
      for (const answer of answers) {
        expect(answer).toMatchObject({ status: 200, pass: { state: 'refunded', left: 0, refundFen: 0 } });
      }
      expect(await counter.post(manager, path, { ...refund, amountFen: 1 }, 'one')).toMatchObject({
        error: { code: 'idempotency_key_reused' },
      });
      expect(await counter.post(manager, path, refund, 'two')).toMatchObject({
        error: { code: 'pass_refunded' },
      });
      expect(await counter.post(manager, `/api/staff/passes/${passId}/freeze`, { reason })).toMatchObject({
        error: { code: 'pass_refunded' },
      });
      const { order } = await counter.get<OrderReply>(buyer, '/api/orders/1');
      expect(order?.refunds).toMatchObject([
        { amountFen: 1_000, cause: 'staff', state: 'processing', reason },
      ]);
      const { entries } = await counter.get<PassDetailReply>(buyer, `/api/passes/${passId}`);
      expect(entries?.[0]).toMatchObject({
        what: 'refunded',
        visits: -3,
        left: 0,
        by: '王经理',
        note: reason,
      });
      expect(await counter.told()).toEqual({
        '/topic/orders/1': ['order.completed', 'order.refund'],
        '/topic/passes/1': ['pass.changed', 'pass.changed'],
      });
    });

    test('is refused when it is not worth what staff were shown', async () => {
      const { manager } = counter;
      const passId = await counter.sell(await counter.saveKind());
      const refused = await counter.post(
        manager,
        `/api/staff/passes/${passId}/refund`,
        { amountFen: 9_950, reason },
        'k',
      );
      expect(refused).toMatchObject({
        status: 409,
        error: { code: 'pass_refund_changed', details: { left: 10, amountFen: 19_900 } },
      });
    });

    test('is not given of a kind that says so, and shown as nothing', async () => {
      const { manager } = counter;
      const passId = await counter.sell(await counter.saveKind({ refundable: false }));
      const path = `/api/staff/passes/${passId}`;
      expect(await counter.get(manager, path)).toMatchObject({ pass: { refundFen: 0 } });
      expect(await counter.post(manager, `${path}/refund`, { amountFen: 19_900, reason }, 'k')).toMatchObject(
        { error: { code: 'pass_not_refundable' } },
      );
    });

    test('is given of a pass that expired: the money is the buyer’s', async () => {
      const { context } = counter;
      const passId = await counter.sell(await counter.saveKind({ validDays: 1 }));
      context.advance(2 * DAY_MS);
      const path = `/api/staff/passes/${passId}`;
      const boss = await counter.logIn('boss');
      expect(await counter.get(boss, path)).toMatchObject({ pass: { state: 'expired' } });
      expect(await counter.post(boss, `${path}/refund`, { amountFen: 19_900, reason }, 'k')).toMatchObject({
        status: 200,
        pass: { state: 'refunded' },
      });
    });
  });

  test('nobody sees or touches a pass that is not theirs', async () => {
    const { clerk, manager, shopId } = counter;
    const passId = await counter.sell(await counter.saveKind());
    const notFound = { status: 404, error: { code: 'pass_not_found' } };
    expect(await counter.get(await counter.openBuyer(), `/api/passes/${passId}`)).toMatchObject(notFound);
    expect(await counter.get(openBrowser(counter.app.http), '/api/passes')).toEqual({
      status: 200,
      passes: [],
    });
    await sql`insert into shop (name, phone, address) values ('Other', '', '')`.execute(database.db);
    await sql`update staff_role set shop_id = ${shopId + 1}`.execute(database.db);
    for (const browser of [clerk, manager]) {
      expect(await counter.get(browser, `/api/staff/passes/${passId}`)).toMatchObject(notFound);
    }
    const change = { reason: '试试' };
    expect(await counter.post(manager, `/api/staff/passes/${passId}/freeze`, change)).toMatchObject(notFound);
    const refund = { ...change, amountFen: 19_900 };
    expect(await counter.post(manager, `/api/staff/passes/${passId}/refund`, refund, 'k')).toMatchObject(
      notFound,
    );
  });

  test('clerks look passes up, and change none', async () => {
    const { clerk, shopId } = counter;
    const passId = await counter.sell(await counter.saveKind());
    const gift = await give('开业 100% 赠送');
    const { pass } = await counter.get<StaffPassDetailReply>(clerk, `/api/staff/passes/${passId}`);
    const holder = pass?.holder ?? '';
    expect(holder).toMatch(/^[0-9A-F]{6}$/);
    const search = async (query: string): Promise<number[]> => {
      const path = `/api/staff/shops/${shopId}/passes?${query}`;
      return (await counter.get<StaffPassListReply>(clerk, path)).passes?.map(({ id }) => id) ?? [];
    };
    expect(await search('')).toEqual([gift.passId, passId]);
    expect(await search(`search=${holder.toLowerCase()}`)).toEqual([passId]);
    expect(await search(`search=${encodeURIComponent('100%')}`)).toEqual([gift.passId]);
    expect(await search('search=%23' + String(passId))).toEqual([passId]);
    expect(await search('only=frozen')).toEqual([]);
    expect(await search(`only=active&before=${gift.passId}`)).toEqual([passId]);
    for (const [action, body] of [
      ['freeze', { reason: '试试' }],
      ['unfreeze', undefined],
      ['refund', { amountFen: 1, reason: '试试' }],
    ] as const) {
      const answer = await counter.post(clerk, `/api/staff/passes/${passId}/${action}`, body, 'k');
      expect(answer).toMatchObject({ status: 403, error: { code: 'managers_only' } });
    }
  });

  test('what managers do with passes is in the audit log, and no token is', async () => {
    const { token } = await give('老顾客');
    await counter.post(counter.manager, '/api/staff/passes/1/freeze', { reason: '卡丢了' });
    const { rows } = await sql<{ action: string; detail: Record<string, unknown> }>`
      select action, detail from audit_entry where action like '%Pass%' order by id`.execute(database.db);
    expect(rows).toMatchObject([
      { action: 'savePassKind', detail: { name: '咖啡十杯卡', priceFen: 19_900, visits: 10, onSale: true } },
      { action: 'issuePass', detail: { note: '老顾客', kindId: 1 } },
      { action: 'freezePass', detail: { reason: '卡丢了' } },
    ]);
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});
