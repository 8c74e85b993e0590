import { describe, expect, test } from 'vitest';
import { freshDestination, numbered, openBroker, testWith } from './broker-under-test.ts';
import type { BrokerCases } from './broker-under-test.ts';
import type { Peer } from './peer.ts';

/** What is acknowledged, and what becomes of what is not. */
export function brokerAckCases(cases: BrokerCases): void {
  /** A sender, a subscriber that has got `count` messages of a queue, and one who comes after. */
  async function deliver(count: number, ack: string, version?: Peer['version']) {
    const opened = await openBroker(cases.makeBroker);
    const { connect } = opened;
    const [sender, first, next] = await Promise.all([connect(), connect(version), connect()]);
    const destination = freshDestination('queue');
    await first.subscribe(destination, { ack });
    for (const body of numbered(count)) await sender.ask('SEND', { destination }, body);
    await first.got(count);
    return { ...opened, sender, first, next, destination };
  }

  describe('what is not acknowledged when a session dies', () => {
    test('is delivered to another, in order', async () => {
      const { first, next, destination } = await deliver(3, 'client-individual');
      first.vanish();
      await next.subscribe(destination);
      await next.expectBodies(numbered(3));
    });

    testWith(cases, 'redeliveredHeader')('says that it is delivered again', async () => {
      const { first, next, destination } = await deliver(1, 'client-individual');
      expect(first.messages[0]?.headers).not.toHaveProperty('redelivered', 'true');
      first.vanish();
      await next.subscribe(destination);
      await next.got(1);
      expect(next.messages[0]?.headers.redelivered).toBe('true');
    });

    test('does not come again with ack:auto', async () => {
      const { sender, first, next, destination } = await deliver(2, 'auto');
      first.vanish();
      await next.subscribe(destination);
      await sender.ask('SEND', { destination }, 'new');
      await next.expectBodies(['new']);
    });

    testWith(cases, 'returnsAtUnsubscribe')('is delivered to another after an UNSUBSCRIBE too', async () => {
      const { first, next, destination } = await deliver(2, 'client');
      await first.ask('UNSUBSCRIBE', { id: 's' });
      await next.subscribe(destination);
      await next.expectBodies(numbered(2));
    });
  });

  describe('an ACK', () => {
    test('of client-individual counts for one message', async () => {
      const { first, next, destination } = await deliver(3, 'client-individual');
      await first.settle('ACK', 1);
      first.vanish();
      await next.subscribe(destination);
      await next.expectBodies(['1', '3']);
    });

    test('of client counts for all before it', async () => {
      const { first, next, destination } = await deliver(4, 'client');
      await first.settle('ACK', 2);
      first.vanish();
      await next.subscribe(destination);
      await next.expectBodies(['4']);
    });

    test('of STOMP 1.1 names the message and the subscription', async () => {
      const { first, next, destination } = await deliver(3, 'client-individual', '1.1');
      await first.settle('ACK', 0);
      await first.settle('ACK', 2);
      first.vanish();
      await next.subscribe(destination);
      await next.expectBodies(['2']);
    });

    test('of STOMP 1.0 names the message', async () => {
      const { first, next, destination } = await deliver(2, 'client', '1.0');
      await first.settle('ACK', 0);
      first.vanish();
      await next.subscribe(destination);
      await next.expectBodies(['2']);
    });

    const withStrictAcks = testWith(cases, 'strictAcks');

    withStrictAcks('of what was never delivered is answered by an ERROR', async () => {
      const { first } = await deliver(1, 'client-individual');
      first.send('ACK', { id: 'never', receipt: 'r' });
      expect((await first.expectError()).headers['receipt-id']).toBe('r');
    });

    withStrictAcks('of what is settled is answered by an ERROR', async () => {
      const { first } = await deliver(1, 'client-individual');
      await first.settle('ACK', 0);
      first.send('ACK', first.idOf(0));
      await first.expectError();
    });

    withStrictAcks('cannot settle what another session got', async () => {
      const { first, next, destination, sender } = await deliver(1, 'client-individual');
      sender.send('ACK', first.idOf(0));
      await sender.expectError();
      first.vanish();
      await next.subscribe(destination);
      await next.expectBodies(['1']);
    });
  });

  describe('a NACK', () => {
    const withRedelivery = testWith(cases, 'nackRedelivers');

    withRedelivery('has the message delivered again', async () => {
      const { first } = await deliver(1, 'client-individual');
      await first.settle('NACK', 0);
      await first.got(2);
      expect(first.bodies).toEqual(['1', '1']);
      await first.settle('ACK', 1);
    });

    withRedelivery('gives it to another who has its turn', async () => {
      const { first, next, destination } = await deliver(1, 'client-individual');
      await next.subscribe(destination, { ack: 'client-individual' });
      await first.settle('NACK', 0);
      await expect
        .poll(() => [...first.bodies.slice(1), ...next.bodies], { timeout: 5_000, interval: 5 })
        .toEqual(['1']);
    });

    testWith(cases, 'deadLetters')('so often that it is given up ends at the dead letters', async () => {
      const {
        deadLetter = '',
        maxDeliveryAttempts = 1,
        first,
        next,
        destination,
      } = await deliver(1, 'client');
      for (let attempt = 0; attempt < maxDeliveryAttempts; attempt += 1) {
        await first.got(attempt + 1);
        await first.settle('NACK', attempt);
      }
      await next.subscribe(deadLetter);
      await next.got(1);
      expect(first.bodies).toEqual(Array.from({ length: maxDeliveryAttempts }, () => '1'));
      expect(next.bodies).toEqual(['1']);
      expect(Object.values(next.messages[0]?.headers ?? {}).join()).toContain(destination);
    });

    testWith(cases, 'topicAcks')('on a topic has it delivered again to who sent the NACK', async () => {
      const { connect } = await openBroker(cases.makeBroker);
      const [one, two] = await Promise.all([connect(), connect()]);
      const destination = freshDestination('topic');
      await one.subscribe(destination, { ack: 'client-individual' });
      await two.subscribe(destination, { ack: 'client-individual' });
      await two.ask('SEND', { destination }, 'x');
      await one.got(1);
      await one.settle('NACK', 0);
      await one.got(2);
      await two.expectBodies(['x']);
      await one.expectBodies(['x', 'x']);
    });
  });
}
