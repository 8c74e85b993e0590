import type { Client } from '@carillon/client';
import { passDestination, shopVisitsDestination } from '@carillon/contract';
import type { PassEvent, VisitEvent } from '@carillon/contract';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Database } from '../platform/database.ts';
import { addressOf } from '../platform/listening-address.ts';
import { testDatabases } from '../testing/databases.ts';
import { openPassCounter } from '../testing/pass-counter.ts';
import type { PassCounter } from '../testing/pass-counter.ts';
import { openPassScreen } from '../testing/pass-screen.ts';
import type { PassScreen } from '../testing/pass-screen.ts';
import type { TestBrowser } from '../testing/test-browser.ts';
import { collect, connectClient } from '../testing/test-client.ts';
import { hireClerk, openTestShop } from '../testing/test-shop.ts';

describe.each(testDatabases())('what is told of passes over STOMP, on %s', (_name, open) => {
  let database: Database;
  let counter: PassCounter;
  let screen: PassScreen;
  const clients: Client[] = [];

  beforeAll(async () => {
    database = await open();
  });

  beforeAll(async () => {
    counter = await openPassCounter(database);
    await counter.app.http.listen({ port: 0, host: '127.0.0.1' });
    screen = openPassScreen(counter);
    return async () => counter.app.close();
  });

  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });

  function connect(endpoint: 'staff' | 'buyer', browser: TestBrowser): Client {
    const url = `${addressOf(counter.app.http.server).replace('http', 'ws')}/ws/${endpoint}`;
    const client = connectClient(url, browser.cookieHeader());
    clients.push(client);
    return client;
  }

  test('reaches the holder and the shop’s staff: what a scan came to, and the visit', async () => {
    const passId = await screen.give(3);
    const holder = collect<PassEvent>(connect('buyer', counter.buyer), passDestination(passId));
    const staff = connect('staff', counter.clerk);
    const atDesk = collect<PassEvent>(staff, passDestination(passId));
    const visits = collect<VisitEvent>(staff, shopVisitsDestination(counter.shopId));
    await Promise.all([holder.subscribed, atDesk.subscribed, visits.subscribed]);
    const { visit } = await screen.scan(screen.codeOf(await screen.show(passId)));
    const event = {
      type: 'pass.result',
      pass: { id: passId, left: 2 },
      result: { outcome: 'taken', left: 2 },
    };
    await vi.waitFor(() => expect(holder.messages).toMatchObject([{ seq: 1, payload: event }]));
    await vi.waitFor(() => expect(atDesk.messages).toMatchObject([{ seq: 1, payload: event }]));
    await vi.waitFor(() =>
      expect(visits.messages).toMatchObject([{ payload: { type: 'visit.taken', visit } }]),
    );
  });

  test('tells a phone that comes back what it missed, once', async () => {
    const passId = await screen.give(3);
    await screen.scan(screen.codeOf(await screen.show(passId)));
    await screen.scan(screen.codeOf(await screen.show(passId)));
    const back = collect<PassEvent>(connect('buyer', counter.buyer), passDestination(passId), 1);
    await vi.waitFor(() => expect(back.messages).toMatchObject([{ seq: 2, payload: { pass: { left: 1 } } }]));
  });

  test('is refused to other buyers and to staff of other shops, and visits to every buyer', async () => {
    const passId = await screen.give();
    const { shopId } = await openTestShop(database, 'other');
    await hireClerk(database, { shopId, username: 'stranger' });
    const [stranger, buyer] = [await counter.logIn('stranger'), await counter.openBuyer()];
    const visits = shopVisitsDestination(counter.shopId);
    const asked = [
      collect(connect('buyer', buyer), passDestination(passId)),
      collect(connect('buyer', counter.buyer), visits),
      collect(connect('staff', stranger), passDestination(passId)),
      collect(connect('staff', stranger), visits),
      collect(connect('buyer', counter.buyer), passDestination(passId + 1_000)),
    ];
    const errors = await Promise.all(asked.map(async ({ refused }) => refused));
    expect(errors.map(({ code }) => code)).toEqual(asked.map(() => 'forbidden'));
  });
});
