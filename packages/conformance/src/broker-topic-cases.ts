import { describe, expect, test } from 'vitest';
import { freshDestination, numbered, openBroker } from './broker-under-test.ts';
import type { BrokerCases } from './broker-under-test.ts';

const MANY_MESSAGES = 200;
const MANY_SUBSCRIPTIONS = 200;

/** Who gets what, and in which order. */
export function brokerTopicCases(cases: BrokerCases): void {
  const open = () => openBroker(cases.makeBroker);

  describe('a topic', () => {
    test('reaches all who are subscribed, and nobody else', async () => {
      const { connect } = await open();
      const [sender, one, two, other] = await Promise.all([connect(), connect(), connect(), connect()]);
      const destination = freshDestination('topic');
      await Promise.all([one.subscribe(destination), two.subscribe(destination)]);
      await other.subscribe(freshDestination('topic'));
      await sender.ask('SEND', { destination }, 'hello');
      await one.expectBodies(['hello']);
      await two.expectBodies(['hello']);
      await other.expectBodies([]);
      expect(one.messages[0]?.headers).toMatchObject({ destination, subscription: 's' });
      expect(one.messages[0]?.headers['message-id']).toEqual(expect.stringMatching(/./));
    });

    test('is reached by the application too', async () => {
      const { connect, template } = await open();
      const destination = freshDestination('topic');
      const client = await connect();
      await client.subscribe(destination);
      await template.send(destination, { open: true });
      await client.expectBodies(['{"open":true}']);
      expect(client.messages[0]?.headers['content-type']).toBe('application/json');
    });

    test('keeps the order of a sender', async () => {
      const { connect } = await open();
      const [sender, client] = await Promise.all([connect(), connect()]);
      const destination = freshDestination('topic');
      await client.subscribe(destination);
      for (const body of numbered(MANY_MESSAGES)) sender.send('SEND', { destination }, body);
      await client.expectBodies(numbered(MANY_MESSAGES));
    });

    test('gives each subscription of a session its own copy', async () => {
      const { connect } = await open();
      const client = await connect();
      const destination = freshDestination('topic');
      await client.subscribe(destination, { id: 'one' });
      await client.subscribe(destination, { id: 'two' });
      await client.ask('SEND', { destination }, 'twice');
      await client.expectBodies(['twice', 'twice']);
      expect(client.messages.map(({ headers }) => headers.subscription).toSorted()).toEqual(['one', 'two']);
    });

    test('carries bytes and headers of the sender as they are', async () => {
      const { connect } = await open();
      const client = await connect();
      const destination = freshDestination('topic');
      await client.subscribe(destination);
      const body = Uint8Array.of(0, 1, 0xff, 0);
      const own = { priority: '7', 'x-note': 'a:b\\c', 'content-type': 'application/octet-stream' };
      client.send('SEND', { destination, ...own }, body);
      const [message] = await client.got(1);
      expect(Buffer.from(message?.body ?? [])).toEqual(Buffer.from(body));
      expect(message?.headers).toMatchObject(own);
    });

    test('lets no sender say what only the server may', async () => {
      const { connect } = await open();
      const client = await connect();
      const destination = freshDestination('topic');
      await client.subscribe(destination);
      await client.ask('SEND', { destination, 'message-id': 'forged', subscription: 'forged' }, '');
      const [message] = await client.got(1);
      expect(message?.headers.subscription).toBe('s');
      expect(message?.headers['message-id']).not.toBe('forged');
    });

    test('says no more to a subscription after the RECEIPT of its UNSUBSCRIBE', async () => {
      const { connect } = await open();
      const [sender, leaving, bystander] = await Promise.all([connect(), connect(), connect()]);
      const destination = freshDestination('topic');
      await Promise.all([leaving.subscribe(destination), bystander.subscribe(destination)]);
      const bodies = numbered(MANY_MESSAGES);
      for (const body of bodies) sender.send('SEND', { destination }, body);
      await leaving.got(1);
      await leaving.ask('UNSUBSCRIBE', { id: 's' });
      const heard = leaving.messages.length;
      await sender.ask('SEND', { destination }, 'last');
      await bystander.expectBodies([...bodies, 'last']);
      await leaving.roundTrip();
      expect(leaving.bodies).toEqual(bodies.slice(0, heard));
    });

    test('is one among many of a session', async () => {
      const { connect } = await open();
      const [sender, client] = await Promise.all([connect(), connect()]);
      const destinations = numbered(MANY_SUBSCRIPTIONS).map(() => freshDestination('topic'));
      for (const [index, destination] of destinations.entries()) {
        client.send('SUBSCRIBE', { id: String(index), destination });
      }
      await client.subscribe(freshDestination('topic'));
      for (const destination of destinations) await sender.ask('SEND', { destination }, destination);
      await client.got(destinations.length);
      expect(client.bodies.toSorted()).toEqual(destinations.toSorted());
      for (const { headers } of client.messages) {
        expect(destinations[Number(headers.subscription)]).toBe(headers.destination);
      }
    });
  });

  if (cases.missing.patterns !== undefined) return;

  describe('a pattern', () => {
    test('reaches what it fits, and names where each was sent', async () => {
      const { connect } = await open();
      const client = await connect();
      const [one, two, other] = [1, 2, 3].map(() => freshDestination('topic'));
      await client.subscribe('/topic/carillon-*/{shop}/**');
      await client.ask('SEND', { destination: `${one ?? ''}/7/orders/1` }, '1');
      await client.ask('SEND', { destination: other ?? '' }, 'no');
      await client.ask('SEND', { destination: `${two ?? ''}/8` }, '2');
      await client.expectBodies(['1', '2']);
      const destinations = client.messages.map(({ headers }) => headers.destination);
      expect(destinations).toEqual([`${one ?? ''}/7/orders/1`, `${two ?? ''}/8`]);
    });

    test('ends with its UNSUBSCRIBE, and leaves others that say the same', async () => {
      const { connect } = await open();
      const [one, two] = await Promise.all([connect(), connect()]);
      const destination = freshDestination('topic');
      await Promise.all([one.subscribe(`${destination}/*`), two.subscribe(`${destination}/*`)]);
      await one.ask('UNSUBSCRIBE', { id: 's' });
      await one.ask('SEND', { destination: `${destination}/x` }, 'x');
      await two.expectBodies(['x']);
      await one.expectBodies([]);
    });
  });
}
