import type { PassResult, PassShowing } from '@carillon/contract';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { createSqlJournal } from '../platform/journal/sql-journal.ts';
import { trimJournal } from '../platform/journal/trim-journal.ts';
import { addressOf } from '../platform/listening-address.ts';
import { testDatabases } from '../testing/databases.ts';
import { handshakeStatus } from '../testing/handshake-status.ts';
import { openPassCounter } from '../testing/pass-counter.ts';
import type { PassCounter } from '../testing/pass-counter.ts';
import { buyerIdOf, openPassScreen } from '../testing/pass-screen.ts';
import type { PassScreen } from '../testing/pass-screen.ts';
import { openRawSocket } from '../testing/raw-socket.ts';
import type { RawSocket } from '../testing/raw-socket.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { openTestShop } from '../testing/test-shop.ts';
import { followPasses } from './follow-passes.ts';

const MINUTE_MS = 60_000;

describe.each(testDatabases())('the wire of car washes, on %s', (_name, open) => {
  let counter: PassCounter;
  let screen: PassScreen;
  let buyer: TestBrowser;
  let passId: number;
  let showing: PassShowing;

  beforeAll(async () => {
    const database = await open();
    counter = await openPassCounter(database);
    await counter.app.http.listen({ port: 0, host: '127.0.0.1' });
    screen = openPassScreen(counter);
    return async () => counter.app.close();
  });

  // A buyer of its own for each test: nothing that another one's pass comes to is told here.
  beforeEach(async () => {
    buyer = await counter.openBuyer();
    passId = await screen.give(5, buyer);
    showing = await screen.show(passId, buyer);
  });

  const address = (userId = buyerIdOf(buyer), carwashId: number | string = counter.shopId): string =>
    `${addressOf(counter.app.http.server)}/webSocket/${userId}/${carwashId}`;
  const cookies = (browser = buyer) => ({ cookie: browser.cookieHeader() });
  const dial = async (): Promise<RawSocket> => openRawSocket(address().replace('http', 'ws'), cookies());
  const scan = async (of = showing) => screen.scan(screen.codeOf(of));

  test('tells what is left the moment that staff scan, to every screen of the buyer', async () => {
    const screens = [await dial(), await dial()];
    await scan();
    for (const { heard } of screens)
      await vi.waitFor(() => expect(heard).toEqual(['0_扣费成功_剩余次数: 4']));
    await scan(await screen.show(passId, buyer));
    for (const { heard } of screens) {
      await vi.waitFor(() => expect(heard).toEqual(['0_扣费成功_剩余次数: 4', '0_扣费成功_剩余次数: 3']));
    }
  });

  test('tells whoever comes back what the code on the screen came to', async () => {
    const first = await dial();
    await first.close();
    await scan();
    const back = await dial();
    await vi.waitFor(() => expect(back.heard).toEqual(['0_扣费成功_剩余次数: 4']));
    // The next code is another, and nothing has become of it.
    await screen.show(passId, buyer);
    const next = await dial();
    await scan(await screen.show(passId, buyer));
    await vi.waitFor(() => expect(next.heard).toEqual(['0_扣费成功_剩余次数: 3']));
  });

  test('tells nothing of a showing that has ended', async () => {
    await scan();
    counter.context.advance(11 * MINUTE_MS);
    const late = await dial();
    await scan(await screen.show(passId, buyer));
    await vi.waitFor(() => expect(late.heard).toEqual(['0_扣费成功_剩余次数: 3']));
  });

  test('tells why no visit was taken, each reason by its number', async () => {
    const { heard } = await dial();
    const { visit } = await scan();
    await screen.scan(screen.codeOf(showing), { staff: counter.manager });
    await counter.post(counter.manager, `/api/staff/visits/${visit?.id}/undo`, { reason: '扫错了' });
    const old = await screen.show(passId, buyer);
    const code = screen.codeOf(old);
    counter.context.advance(MINUTE_MS);
    await screen.scan(code);
    await counter.post(counter.manager, `/api/staff/passes/${passId}/freeze`, { reason: '挂失' });
    await scan(old);
    await vi.waitFor(() =>
      expect(heard).toEqual([
        '0_扣费成功_剩余次数: 4',
        '2_核销码已使用_剩余次数: 4',
        '10_扣费已撤销_剩余次数: 5',
        '1_核销码已过期_请出示最新的码',
        '5_次卡已冻结_请联系店员',
      ]),
    );
  });

  test('tells of a pass that was bought while the screen was open', async () => {
    const { heard } = await dial();
    const kind = await counter.saveKind({ visits: 2 });
    await scan(await screen.show(await counter.sell(kind, buyer), buyer));
    await vi.waitFor(() => expect(heard).toEqual(['0_扣费成功_剩余次数: 1']));
  });

  test('finds by itself what nothing told of', async () => {
    const { context, shopId } = counter;
    const journal = { ...createSqlJournal(context.database), onAppend: () => () => undefined };
    const deaf = followPasses({ context, journal });
    const heard: PassResult[] = [];
    const leave = deaf.follow({ buyerId: buyerIdOf(buyer), shopId }, (result) => heard.push(result));
    await scan();
    await vi.waitFor(() => {
      deaf.check();
      expect(heard).toMatchObject([{ outcome: 'taken', left: 4 }]);
    });
    leave();
    expect(deaf.watchers()).toEqual({});
  });

  // Known was only the news of what was shown of late; of anything else, the last ten minutes were told as if they were new.
  test('tells nobody what became of a pass before they came, unless its code is on the screen', async () => {
    const { context, shopId, manager } = counter;
    context.advance(9 * MINUTE_MS);
    const { visit } = await scan();
    context.advance(9 * MINUTE_MS);
    await counter.post(manager, `/api/staff/visits/${visit?.id}/undo`, { reason: '扫错了' });
    context.advance(5 * MINUTE_MS);
    const journal = { ...createSqlJournal(context.database), onAppend: () => () => undefined };
    const deaf = followPasses({ context, journal });
    const heard: PassResult[] = [];
    const leave = deaf.follow({ buyerId: buyerIdOf(buyer), shopId }, (result) => heard.push(result));
    await scan(await screen.show(passId, buyer));
    await vi.waitFor(() => {
      deaf.check();
      expect(heard.at(-1)).toMatchObject({ outcome: 'taken', left: 4 });
    });
    leave();
    expect(heard).toHaveLength(1);
  });

  // Nothing was read of it, so nothing was noted as read: the database was asked every few seconds.
  test('reads a journal that was forgotten once, not at each look', async () => {
    const { context, shopId } = counter;
    await scan();
    const journal = createSqlJournal(context.database);
    const readAfter: number[] = [];
    const deaf = followPasses({
      context,
      journal: {
        ...journal,
        onAppend: () => () => undefined,
        async read(destination, after, limit) {
          const page = await journal.read(destination, after, limit);
          readAfter.push(after);
          return page;
        },
      },
    });
    const heard: PassResult[] = [];
    const leave = deaf.follow({ buyerId: buyerIdOf(buyer), shopId }, (result) => heard.push(result));
    await vi.waitFor(() => expect(heard).toMatchObject([{ outcome: 'taken', left: 4 }]));
    await scan(await screen.show(passId, buyer));
    await trimJournal(context.database, { now: new Date('9999-01-01') });
    deaf.check();
    await vi.waitFor(() => expect(readAfter).toEqual([1]));
    await scan(await screen.show(passId, buyer));
    await vi.waitFor(() => {
      deaf.check();
      expect(heard).toMatchObject([{ left: 4 }, { left: 2 }]);
    });
    leave();
    expect(readAfter.filter((after) => after === 1)).toHaveLength(1);
  });

  test('lets in nobody but the user whose id is in the address', async () => {
    const stranger = await counter.openBuyer();
    expect(await handshakeStatus(address(), {})).toBe(401);
    expect(await handshakeStatus(address(), cookies(stranger))).toBe(403);
    expect(await handshakeStatus(address(), cookies(counter.clerk))).toBe(401);
    expect(await handshakeStatus(address(buyerIdOf(stranger)), cookies())).toBe(403);
    const { shopId } = await openTestShop(counter.context.database, `empty-${passId}`);
    for (const carwashId of [shopId + 1, `0${counter.shopId}`, 'x', '-1']) {
      expect(await handshakeStatus(address(buyerIdOf(buyer), carwashId), cookies())).toBe(403);
    }
  });

  test('lets no page of another origin in', async () => {
    const origin = 'https://evil.example';
    expect(await handshakeStatus(address(), { ...cookies(), origin })).toBe(403);
  });

  test('tells nothing of what happens to others, or at another shop', async () => {
    const { shopId } = await openTestShop(counter.context.database, `other-${passId}`);
    const elsewhere = await openRawSocket(address(buyerIdOf(buyer), shopId).replace('http', 'ws'), cookies());
    const here = await dial();
    const other = await counter.openBuyer();
    await scan(await screen.show(await screen.give(9, other), other));
    await scan();
    await vi.waitFor(() => expect(here.heard).toEqual(['0_扣费成功_剩余次数: 4']));
    await elsewhere.settled();
    expect(elsewhere.heard).toEqual([]);
  });

  test('counts who is connected, by shop', async () => {
    const socket = await dial();
    const counted = new RegExp(`carillon_pass_watchers\\{shop="${counter.shopId}"\\} [1-9]`);
    await vi.waitFor(async () => expect((await counter.app.http.inject('/metrics')).body).toMatch(counted));
    await socket.close();
  });
});
