import { passDestination } from '@carillon/contract';
import type { PassReply, PassShowing } from '@carillon/contract';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { createResultMemory, signingKey } from '../passes/index.ts';
import type { Database } from '../platform/database.ts';
import { createPaces } from '../platform/paces.ts';
import { tablesOf } from '../platform/tables-of.ts';
import { testDatabases } from '../testing/databases.ts';
import { openPassCounter } from '../testing/pass-counter.ts';
import type { PassCounter } from '../testing/pass-counter.ts';
import { buyerIdOf, giveTo, openPassScreen } from '../testing/pass-screen.ts';
import type { PassScreen } from '../testing/pass-screen.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { hireClerk } from '../testing/test-shop.ts';
import { checkAllBooks } from './check-all-books.ts';
import { scanPass } from './redeem-pass.ts';
import { createScanCounts } from './scan-counts.ts';
import { createScanLines } from './scan-lines.ts';

const SCANS_PER_CODE = 20;
const CLERKS = 20;
const MAX_TRIES = 20;
const ROUNDS = 5;
const MANY_SCANS_LIMIT_MS = 120_000;

describe.each(testDatabases())('passes that are scanned at once, on %s', (name, open) => {
  // 1000 scans of 50 codes. The embedded database does one thing at a time: there, 200 of 10 show the same.
  const codeCount = name === 'PostgreSQL' ? 50 : 10;
  let database: Database;
  let counter: PassCounter;
  let other: TestApp;
  let screen: PassScreen;

  beforeAll(async () => {
    database = await open();
  });

  beforeAll(async () => {
    counter = await openPassCounter(database);
    other = await makeApp(counter.context, { publicUrl: 'https://shop.test' });
    screen = openPassScreen(counter);
    return async () => {
      const violations = await checkAllBooks(database);
      await Promise.all([counter.app.close(), other.close()]);
      expect(violations).toEqual([]);
    };
  });

  const passOf = async (passId: number) =>
    (await counter.get<PassReply>(counter.buyer, `/api/passes/${passId}`)).pass;
  const told = async (passId: number) => (await counter.told())[passDestination(passId)];

  async function showNewPasses(count: number): Promise<PassShowing[]> {
    const { shopId, context } = counter;
    const { id: kindId } = await counter.saveKind({ onSale: false });
    const showings: PassShowing[] = [];
    for (let n = 0; n < count; n += 1) {
      const passId = await giveTo(context, { shopId, kindId, buyerId: buyerIdOf(counter.buyer) });
      showings.push(await screen.show(passId));
    }
    return showings;
  }

  /** The same browser at another node. */
  function atNode(node: TestApp, { cookies }: TestBrowser): TestBrowser {
    const browser = openBrowser(node.http);
    for (const [cookie, value] of cookies) browser.cookies.set(cookie, value);
    return browser;
  }

  /** A server that is asked for so much at once says so, and that nothing was changed. Who scans tries again. */
  async function scanUntilAnswered(code: string, staff = counter.clerk): ReturnType<PassScreen['scan']> {
    let answer = await screen.scan(code, { staff });
    for (let tries = 1; answer.status === 503 && tries < MAX_TRIES; tries += 1) {
      answer = await screen.scan(code, { staff });
    }
    return answer;
  }

  test(
    'takes one visit per code, however many scan at once at two nodes',
    async () => {
      const clerks: TestBrowser[] = [];
      for (let n = 0; n < CLERKS; n += 1) {
        await hireClerk(database, { shopId: counter.shopId, username: `clerk-${n}` });
        const clerk = await counter.logIn(`clerk-${n}`);
        clerks.push(n % 2 === 0 ? clerk : atNode(other, clerk));
      }
      const showings = await showNewPasses(codeCount);
      const scans = showings.flatMap((showing, nth) => {
        const code = screen.codeOf(showing);
        // Two clerks at each code, each ten times, each at a node of their own.
        const pair = [0, 1].map((which) => clerks[(2 * nth + which) % CLERKS]);
        return Array.from({ length: SCANS_PER_CODE }, async (_, n) => scanUntilAnswered(code, pair[n % 2]));
      });
      const answers = await Promise.all(scans);
      const count = (code?: string): number => answers.filter(({ error }) => error?.code === code).length;
      expect({ taken: count(), used: count('pass_code_used') }).toEqual({
        taken: codeCount,
        used: codeCount * (SCANS_PER_CODE - 1),
      });
      expect(new Set(answers.map(({ visit }) => visit?.passId)).size).toBe(codeCount + 1);
      const { rows } = await sql<{ visits: number; used: number }>`
        select (select count(*) from pass_visit) as visits, (select sum(visits - left_visits) from pass) as used`.execute(
        database.db,
      );
      expect(rows).toEqual([{ visits: codeCount, used: codeCount }]);
    },
    MANY_SCANS_LIMIT_MS,
  );

  test('takes a visit and gives another back at the same moment', async () => {
    for (const first of await showNewPasses(ROUNDS)) {
      const { visit } = await screen.scan(screen.codeOf(first));
      const second = await screen.show(first.passId);
      const undo = async () =>
        counter.post(counter.manager, `/api/staff/visits/${visit?.id}/undo`, { reason: '扫错了' });
      const [scanned, ...undone] = await Promise.all([screen.scan(screen.codeOf(second)), undo(), undo()]);
      expect(scanned.status).toBe(200);
      expect(undone.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await passOf(first.passId)).toMatchObject({ left: 9 });
    }
  });

  test('takes a visit or pays all of the pass back, never both', async () => {
    const kind = await counter.saveKind();
    for (let round = 0; round < ROUNDS; round += 1) {
      const passId = await counter.sell(kind);
      const code = screen.codeOf(await screen.show(passId));
      const wish = { reason: '退卡', amountFen: kind.priceFen };
      const [scanned, refunded] = await Promise.all([
        screen.scan(code),
        counter.post(counter.manager, `/api/staff/passes/${passId}/refund`, wish, `refund-${passId}`),
      ]);
      const taken = scanned.status === 200;
      const refusal = taken ? refunded.error?.code : scanned.error?.code;
      expect(refusal).toBe(taken ? 'pass_refund_changed' : 'pass_refunded');
      expect(await passOf(passId)).toMatchObject({
        left: taken ? 9 : 0,
        state: taken ? 'active' : 'refunded',
      });
    }
  });

  test('takes a visit before the pass is frozen, or none', async () => {
    for (const showing of await showNewPasses(ROUNDS)) {
      const [scanned, frozen] = await Promise.all([
        screen.scan(screen.codeOf(showing)),
        counter.post(counter.manager, `/api/staff/passes/${showing.passId}/freeze`, { reason: '挂失' }),
      ]);
      expect(frozen.status).toBe(200);
      const taken = scanned.status === 200;
      expect(scanned.error?.code).toBe(taken ? undefined : 'pass_frozen');
      expect(await passOf(showing.passId)).toMatchObject({ left: taken ? 9 : 10, state: 'frozen' });
    }
  });

  // The server died behind the commit: staff scan once more, and must neither take another visit nor miss the first.
  test('says of a scan whose answer was lost that it took the visit, and tells the buyer once', async () => {
    const [showing] = await showNewPasses(1);
    if (showing === undefined) throw new Error('no pass');
    const { context, shopId } = counter;
    const dying: Database = {
      ...database,
      db: database.db,
      async transaction(work) {
        await database.transaction(work);
        throw new Error('the process was killed');
      },
    };
    const parts = {
      results: createResultMemory(undefined, context.logger),
      paces: createPaces({ perSecond: 1, atOnce: 1, maxWaitMs: 0, maxKeys: 1 }),
      counts: createScanCounts(),
      lines: createScanLines(),
    };
    const { id } = await tablesOf<{ staff: { id: number; username: string } }>(database.db)
      .selectFrom('staff')
      .select('id')
      .where('username', '=', 'clerk')
      .executeTakeFirstOrThrow();
    const wish = { shopId, code: screen.codeOf(showing), staff: { id, name: '小王' } };
    await expect(scanPass({ ...parts, context: { ...context, database: dying } }, wish)).rejects.toThrow(
      'killed',
    );
    const again = await screen.scan(screen.codeOf(showing));
    expect(again).toMatchObject({
      status: 409,
      error: { code: 'pass_code_used', details: { by: '小王', left: 9 } },
    });
    expect(await passOf(showing.passId)).toMatchObject({ left: 9 });
    expect(await told(showing.passId)).toEqual(['pass.result']);
  });

  test('makes one key, however many nodes need the first at once', async () => {
    const monthsLater = new Date(counter.context.clock.now().getTime() + 100 * 24 * 60 * 60_000);
    const keys = await Promise.all(Array.from({ length: 8 }, async () => signingKey(database, monthsLater)));
    expect(new Set(keys.map(({ id }) => id)).size).toBe(1);
    expect(new Set(keys.map(({ secret }) => secret.toString('hex'))).size).toBe(1);
  });
});
