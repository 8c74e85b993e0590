import { describe, test } from 'vitest';
import { freshDestination, numbered, openBroker, testWith } from './broker-under-test.ts';
import type { BrokerCases } from './broker-under-test.ts';

/** BEGIN, COMMIT, ABORT, and the end of a session between them. */
export function brokerTransactionCases(cases: BrokerCases): void {
  async function open() {
    const opened = await openBroker(cases.makeBroker);
    const [client, listener] = await Promise.all([opened.connect(), opened.connect()]);
    const destination = freshDestination('topic');
    await listener.subscribe(destination);
    return { ...opened, client, listener, destination };
  }

  describe('a transaction', () => {
    test('is seen by nobody before its COMMIT, and then in order', async () => {
      const { client, listener, destination } = await open();
      await client.ask('BEGIN', { transaction: 't' });
      for (const body of numbered(5)) await client.ask('SEND', { destination, transaction: 't' }, body);
      await client.ask('SEND', { destination }, 'outside');
      await listener.expectBodies(['outside']);
      await client.ask('COMMIT', { transaction: 't' });
      await listener.expectBodies(['outside', ...numbered(5)]);
    });

    test('leaves nothing behind when it is aborted', async () => {
      const { client, listener, destination } = await open();
      await client.ask('BEGIN', { transaction: 't' });
      await client.ask('SEND', { destination, transaction: 't' }, 'never');
      await client.ask('ABORT', { transaction: 't' });
      await client.ask('SEND', { destination }, 'after');
      await listener.expectBodies(['after']);
    });

    test('leaves nothing behind when its session dies', async () => {
      const { client, listener, destination, template } = await open();
      await client.ask('BEGIN', { transaction: 't' });
      await client.ask('SEND', { destination, transaction: 't' }, 'never');
      client.vanish();
      await template.send(destination, 'after');
      await listener.expectBodies(['after']);
    });

    test('can be one of several', async () => {
      const { client, listener, destination } = await open();
      for (const transaction of ['one', 'two']) {
        await client.ask('BEGIN', { transaction });
        await client.ask('SEND', { destination, transaction }, transaction);
      }
      await client.ask('COMMIT', { transaction: 'two' });
      await client.ask('COMMIT', { transaction: 'one' });
      await listener.expectBodies(['two', 'one']);
    });

    test('holds an ACK back until its COMMIT', async () => {
      const { client, listener, connect } = await open();
      const queue = freshDestination('queue');
      await listener.subscribe(queue, { id: 'q', ack: 'client-individual' });
      for (const body of numbered(2)) await client.ask('SEND', { destination: queue }, body);
      await listener.got(2);
      await listener.ask('BEGIN', { transaction: 'kept' });
      await listener.settle('ACK', 0, { transaction: 'kept' });
      await listener.ask('COMMIT', { transaction: 'kept' });
      await listener.ask('BEGIN', { transaction: 'lost' });
      await listener.settle('ACK', 1, { transaction: 'lost' });
      listener.vanish();
      const next = await connect();
      await next.subscribe(queue);
      await next.expectBodies(['2']);
    });

    testWith(cases, 'atomicCommit')('does nothing at all when a part of it cannot be done', async () => {
      const { client, listener, destination, template } = await open();
      await client.ask('BEGIN', { transaction: 't' });
      await client.ask('SEND', { destination, transaction: 't' }, 'never');
      client.send('ACK', { id: 'never', transaction: 't' });
      client.send('COMMIT', { transaction: 't' });
      await client.expectError();
      await template.send(destination, 'after');
      await listener.expectBodies(['after']);
    });
  });
}
