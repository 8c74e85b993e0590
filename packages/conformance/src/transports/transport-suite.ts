import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { simpleBroker } from '@carillon/messaging';
import { StompTalker } from '@carillon/messaging/internal';
import { openServer } from './transport-under-test.ts';
import type { TransportName } from './transport-under-test.ts';

const DESTINATION = '/topic/news';
/** Three of them pass the response limit of the suite's server. */
const BIG_BODY = 'x'.repeat(30_000);

/** What a STOMP client may expect, whatever carries its frames. Call it at the top of a test file. */
export function transportSuite(name: TransportName): void {
  describe(`transport: ${name}`, () => {
    test('carries a conversation: CONNECT, SUBSCRIBE, messages in order, SEND, DISCONNECT', async () => {
      const { server, openWire } = await openServer(name);
      const client = await StompTalker.connect(openWire);
      await client.ask('SUBSCRIBE', { id: '1', destination: DESTINATION });
      const bodies = Array.from({ length: 100 }, (_, n) => `${n} 你好 \u2028 </script>\0`);
      for (const body of bodies) await server.messaging.template.send(DESTINATION, body);
      expect(await client.bodies(bodies.length)).toEqual(bodies);
      for (const body of bodies) client.send('SEND', { destination: DESTINATION }, body);
      expect(await client.bodies(bodies.length)).toEqual(bodies);
      await client.ask('DISCONNECT');
      expect(await client.closed).toMatchObject({ code: 1000, reason: 'normal' });
      await vi.waitFor(() => expect(server.messaging.statistics().sessions).toBe(1));
    });

    test('takes frames that are cut, and frames that are joined', async () => {
      const { openWire } = await openServer(name);
      const client = await StompTalker.open(openWire);
      for (const piece of ['CONN', 'ECT\naccept-version:1.2\nho', 'st:x\n\n', '\0']) client.sendText(piece);
      await client.take('CONNECTED');
      const subscribe = (id: number): string =>
        `SUBSCRIBE\nid:${id}\ndestination:/topic/a\nreceipt:${id}\n\n\0\n`;
      client.sendText(subscribe(1) + subscribe(2));
      expect((await client.take('RECEIPT')).headers['receipt-id']).toBe('1');
      expect((await client.take('RECEIPT')).headers['receipt-id']).toBe('2');
      client.vanish();
    });

    test('carries big messages, one after another and all at once', async () => {
      const { server, openWire } = await openServer(name);
      const client = await StompTalker.connect(openWire);
      await client.ask('SUBSCRIBE', { id: '1', destination: DESTINATION });
      const bodies = Array.from({ length: 9 }, (_, n) => `${n}${BIG_BODY}`);
      for (const body of bodies) {
        await server.messaging.template.send(DESTINATION, body);
        expect(await client.bodies(1)).toEqual([body]);
      }
      await Promise.all(bodies.map((body) => server.messaging.template.send(DESTINATION, body)));
      expect(await client.bodies(bodies.length)).toEqual(bodies);
      for (const body of bodies) client.send('SEND', { destination: DESTINATION }, body);
      expect(await client.bodies(bodies.length)).toEqual(bodies);
      client.vanish();
    });

    test('keeps heart-beats both ways, beyond the time after which silence ends a session', async () => {
      const { openWire } = await openServer(name, { broker: simpleBroker({ heartbeatMs: [300, 300] }) });
      const client = await StompTalker.connect(openWire, '300,300');
      const beat = setInterval(() => client.sendText('\n'), 200);
      onTestFinished(() => clearInterval(beat));
      await client.ask('SUBSCRIBE', { id: '1', destination: DESTINATION });
      // The third comes after the two intervals that a silent client is given.
      await vi.waitFor(() => expect(client.heartbeats).toBeGreaterThan(2), { timeout: 4_000 });
      await client.ask('UNSUBSCRIBE', { id: '1' });
      client.vanish();
    });

    test('stays open while nobody says anything', async () => {
      const { server, openWire } = await openServer(name, { limits: { pingIntervalMs: 300 } });
      const client = await StompTalker.connect(openWire);
      await client.ask('SUBSCRIBE', { id: '1', destination: DESTINATION });
      // Each of its pings and heartbeats is written: until there were a few, longer than the disconnect delay.
      const seen = new Set<number>();
      await vi.waitFor(
        () => expect(seen.add(server.messaging.statistics().bytesOut).size).toBeGreaterThan(4),
        {
          timeout: 4_000,
        },
      );
      await server.messaging.template.send(DESTINATION, 'there');
      expect(await client.bodies(1)).toEqual(['there']);
      client.vanish();
    });

    test('tells of an error, and closes with its code', async () => {
      const { server, openWire } = await openServer(name);
      const client = await StompTalker.connect(openWire);
      client.send('SEND', { destination: '/nowhere', receipt: 'r' });
      expect((await client.take('ERROR')).headers).toMatchObject({
        'receipt-id': 'r',
        code: 'unknown_destination',
      });
      expect(await client.closed).toMatchObject({ code: 3506, reason: 'unsupported' });
      await vi.waitFor(() => expect(server.messaging.statistics().sessions).toBe(1));
    });

    test('is drained: told that the server goes down', async () => {
      const { server, bystander, openWire } = await openServer(name);
      const client = await StompTalker.connect(openWire);
      await bystander.missesNothing();
      vi.spyOn(bystander, 'missesNothing').mockResolvedValue();
      const closing = server.messaging.close({ drainMs: 3_000 });
      expect(await client.closed).toMatchObject({ code: 1012, reason: 'drain' });
      await closing;
      await expect(StompTalker.open(openWire)).rejects.toThrow();
    });

    test('leaves nothing behind when its client vanishes: no session, no subscription, no user', async () => {
      const { server, openWire } = await openServer(name);
      for (let n = 0; n < 5; n += 1) {
        const client = await StompTalker.connect(openWire);
        await client.ask('SUBSCRIBE', { id: '1', destination: DESTINATION });
        await server.messaging.template.send(DESTINATION, 'x');
        client.vanish();
      }
      await vi.waitFor(
        () => expect(server.messaging.statistics()).toMatchObject({ sessions: 1, subscriptions: 1 }),
        { timeout: 5_000 },
      );
    });

    test('is refused to whoever may not open one more', async () => {
      const { openWire } = await openServer(name, { limits: { maxSessionsPerAddress: 2 } });
      const client = await StompTalker.connect(openWire);
      await expect(StompTalker.open(openWire)).rejects.toThrow();
      client.vanish();
      await vi.waitFor(async () => (await StompTalker.connect(openWire)).vanish(), {
        timeout: 5_000,
        interval: 100,
      });
    });
  });
}
