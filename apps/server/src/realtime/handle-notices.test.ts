import type { Client } from '@carillon/client';
import {
  CHANGE_NOTICE_DESTINATION,
  CHANGE_NOTICE_REPLY_DESTINATION,
  ERRORS_DESTINATION,
  MAX_NOTICE_LENGTH,
  NOTICE_DESTINATION,
  shopNoticeDestination,
} from '@carillon/contract';
import type { ChangeNotice, ChangeNoticeReply, NoticeEvent, NoticeReply } from '@carillon/contract';
import { sql } from 'kysely';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import { addressOf } from '../platform/listening-address.ts';
import { emptyTables, testDatabases } from '../testing/databases.ts';
import { makeApp } from '../testing/test-app.ts';
import type { TestApp } from '../testing/test-app.ts';
import { openBrowser } from '../testing/test-browser.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { collect, connectClient } from '../testing/test-client.ts';
import type { Collected } from '../testing/test-client.ts';
import { makeContext } from '../testing/test-context.ts';
import type { TestContext } from '../testing/test-context.ts';
import { hireStaff, openTestShop } from '../testing/test-shop.ts';

const MINUTE_MS = 60_000;

interface Writer {
  readonly client: Client;
  readonly replies: Collected<ChangeNoticeReply>['messages'];
  readonly refusals: Collected<{ code: string; message: string }>['messages'];
}

describe.each(testDatabases())('announcements, on %s', (_name, open) => {
  let database: Database;
  let context: TestContext;
  let app: TestApp;
  let shopId: number;
  let owner: Writer;
  let buyer: TestBrowser;
  let clients: Client[];

  beforeAll(async () => {
    database = await open();
  });

  beforeEach(async () => {
    await emptyTables(database);
    context = makeContext(database);
    app = await makeApp(context);
    await app.http.listen({ port: 0, host: '127.0.0.1' });
    ({ shopId } = await openTestShop(database, 'tells'));
    clients = [];
    owner = await writerAs('owner', shopId);
    buyer = openBrowser(app.http);
    await buyer.get(`/api/shops/${shopId}/menu`);
  });

  afterEach(async () => {
    for (const client of clients) client.close();
    await app.close();
  });

  function connect(path: '/ws/staff' | '/ws/buyer', browser: TestBrowser): Client {
    const client = connectClient(
      addressOf(app.http.server).replace('http', 'ws') + path,
      browser.cookieHeader(),
    );
    clients.push(client);
    return client;
  }

  async function writerAs(role: 'owner' | 'manager' | 'clerk', shop: number): Promise<Writer> {
    const username = `${role}${shop}`;
    await hireStaff(database, { username, name: `The ${role}`, roles: [{ shopId: shop, role }] });
    const browser = openBrowser(app.http);
    await browser.post('/api/staff/login', { username, password: 'ring-ring' });
    const client = connect('/ws/staff', browser);
    return {
      client,
      replies: collect<ChangeNoticeReply>(client, CHANGE_NOTICE_REPLY_DESTINATION).messages,
      refusals: collect<{ code: string; message: string }>(client, ERRORS_DESTINATION).messages,
    };
  }

  /** Sends a change; its receipt comes after the reply or the refusal. */
  async function change(writer: Writer, asked: Partial<ChangeNotice>): Promise<void> {
    const payload = { shopId, text: '今日供应绿豆汤', key: context.ids.token(), ...asked };
    await writer.client.send(CHANGE_NOTICE_DESTINATION, JSON.stringify(payload));
  }

  async function standing(): Promise<NoticeReply> {
    return (await buyer.get(`/api/shops/${shopId}/notice`)).json<NoticeReply>();
  }

  test('reach everybody who is in the shop’s pages, and those who listen to all shops', async () => {
    const atPage = collect<NoticeEvent>(connect('/ws/buyer', buyer), shopNoticeDestination(shopId));
    const atAll = collect<NoticeEvent>(connect('/ws/buyer', buyer), NOTICE_DESTINATION, 0);
    await Promise.all([atPage.subscribed, atAll.subscribed]);
    await change(owner, { text: '  今日供应绿豆汤 ' });
    await vi.waitFor(() => expect([atPage.messages.length, atAll.messages.length]).toEqual([1, 1]));
    const [message] = atPage.messages;
    expect(message).toMatchObject({
      seq: 1,
      payload: { shopId, notice: { text: '今日供应绿豆汤', until: null, by: 'The owner' } },
    });
    expect(atAll.messages[0]?.payload).toEqual(message?.payload);
    expect(owner.replies[0]?.payload.notice).toEqual(message?.payload.notice);
  });

  test('stand for whoever comes later, until they are taken down', async () => {
    expect(await standing()).toEqual({ notice: null, seq: 0 });
    await change(owner, {});
    expect(await standing()).toMatchObject({ notice: { text: '今日供应绿豆汤' }, seq: 1 });
    await change(owner, { text: null });
    expect(await standing()).toEqual({ notice: null, seq: 2 });
  });

  test('reach a page that blinked, in order and once', async () => {
    await change(owner, { text: 'one' });
    const { seq } = await standing();
    await change(owner, { text: 'two' });
    await change(owner, { text: null });
    const heard = collect<NoticeEvent>(connect('/ws/buyer', buyer), shopNoticeDestination(shopId), seq);
    expect(await heard.subscribed).toMatchObject({ recovered: true, missed: 2 });
    await vi.waitFor(() =>
      expect(heard.messages.map(({ payload }) => payload.notice?.text)).toEqual(['two', undefined]),
    );
  });

  test('end by themselves at their time', async () => {
    const until = new Date(context.clock.now().getTime() + MINUTE_MS).toISOString();
    await change(owner, { until });
    expect((await standing()).notice).toMatchObject({ until });
    context.advance(MINUTE_MS);
    expect((await standing()).notice).toBeNull();
  });

  test('are made once, however often they are sent', async () => {
    const key = 'the-same';
    await Promise.all([change(owner, { key }), change(owner, { key }), change(owner, { key })]);
    expect((await standing()).seq).toBe(1);
    expect(new Set(owner.replies.map(({ payload }) => payload.notice?.id)).size).toBe(1);
    // One deed, one line in the log of what staff did.
    const { rows } = await sql`select action from audit_entry where action = 'changeNotice'`.execute(
      database.db,
    );
    expect(rows).toHaveLength(1);
  });

  test('that come at once are told in the order in which they stand', async () => {
    const manager = await writerAs('manager', shopId);
    const heard = collect<NoticeEvent>(connect('/ws/buyer', buyer), shopNoticeDestination(shopId), 0);
    await Promise.all([
      ...['a', 'b', 'c'].map(async (text) => change(owner, { text })),
      ...['d', 'e', 'f'].map(async (text) => change(manager, { text })),
    ]);
    await vi.waitFor(() => expect(heard.messages).toHaveLength(6));
    const ids = heard.messages.map(({ payload }) => payload.notice?.id ?? 0);
    expect(ids).toEqual(ids.toSorted((one, other) => one - other));
    expect((await standing()).notice?.id).toBe(ids.at(-1));
  });

  test('keep marks of HTML as they are: pages show text', async () => {
    const text = '<img src=x onerror="alert(1)"> & <b>fish</b>';
    await change(owner, { text });
    expect((await standing()).notice?.text).toBe(text);
  });

  test('that were not there are not taken down', async () => {
    await change(owner, { text: null });
    expect(await standing()).toEqual({ notice: null, seq: 0 });
    expect(owner.replies[0]?.payload).toEqual({ notice: null });
  });

  describe('are refused', () => {
    test('to clerks, and to staff of other shops', async () => {
      const other = await openTestShop(database, 'other');
      const [clerk, foreign] = [await writerAs('clerk', shopId), await writerAs('owner', other.shopId)];
      await change(clerk, {});
      await change(foreign, {});
      expect(clerk.refusals[0]?.payload.code).toBe('managers_only');
      expect(foreign.refusals[0]?.payload.code).toBe('not_your_shop');
      expect((await standing()).seq).toBe(0);
    });

    test('to buyers, at the door', async () => {
      const client = connect('/ws/buyer', buyer);
      const sent = client.send(
        CHANGE_NOTICE_DESTINATION,
        JSON.stringify({ shopId, text: 'free fish', key: 'k' }),
      );
      await expect(sent).rejects.toMatchObject({ code: 'forbidden' });
      expect((await standing()).seq).toBe(0);
    });

    test('to whoever sends past the handler', async () => {
      for (const destination of [shopNoticeDestination(shopId), NOTICE_DESTINATION]) {
        await expect(owner.client.send(destination, '{}')).rejects.toMatchObject({
          code: 'journaled_destination',
        });
      }
    });

    test.each<[string, Partial<Record<keyof ChangeNotice, unknown>>]>([
      ['no text', { text: '   ' }],
      ['too long a text', { text: 'x'.repeat(MAX_NOTICE_LENGTH + 1) }],
      ['a huge text', { text: 'x'.repeat(60_000) }],
      ['what no database stores', { text: 'a\0b' }],
      ['a text that is none', { text: 7 }],
      ['a time that is none', { until: 'tomorrow' }],
      ['no key', { key: '' }],
      ['no shop', { shopId: -1 }],
    ])('with %s', async (_title, asked) => {
      await change(owner, asked as Partial<ChangeNotice>);
      expect(owner.refusals[0]?.payload.code).toBe('invalid_payload');
      expect((await standing()).seq).toBe(0);
    });

    test('when they are over before they begin', async () => {
      await change(owner, { until: context.clock.now().toISOString() });
      expect(owner.refusals[0]?.payload.code).toBe('notice_over');
    });

    test('when a key stands for another one', async () => {
      await change(owner, { key: 'k', text: 'one' });
      await change(owner, { key: 'k', text: 'two' });
      expect(owner.refusals[0]?.payload.code).toBe('notice_key_reused');
      expect((await standing()).notice?.text).toBe('one');
    });

    test('when they come faster than anybody reads, for a minute', async () => {
      for (let n = 0; n < 11; n += 1) await change(owner, { text: `text ${n}` });
      expect(owner.refusals.map(({ payload }) => payload.code)).toEqual(['too_many_notices']);
      context.advance(MINUTE_MS);
      await change(owner, { text: 'later' });
      expect((await standing()).notice?.text).toBe('later');
    });
  });
});
