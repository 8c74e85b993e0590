import { describe, expect, test } from 'vitest';
import { freshDestination, numbered, openBroker, testWith } from './broker-under-test.ts';
import type { BrokerCases } from './broker-under-test.ts';

const MESSAGES = 40;

/** Queues whose subscribers share the messages. */
export function brokerQueueCases(cases: BrokerCases): void {
  const open = () => openBroker(cases.makeBroker);

  describe('a shared queue', () => {
    test('gives each message to one subscriber, and every subscriber some', async () => {
      const { connect } = await open();
      const [sender, one, two] = await Promise.all([connect(), connect(), connect()]);
      const destination = freshDestination('queue');
      await Promise.all([one.subscribe(destination), two.subscribe(destination)]);
      for (const body of numbered(MESSAGES)) await sender.ask('SEND', { destination }, body);
      await expect
        .poll(() => [...one.bodies, ...two.bodies].toSorted(byNumber), { timeout: 5_000, interval: 5 })
        .toEqual(numbered(MESSAGES));
      for (const { bodies } of [one, two]) {
        expect(bodies.length).toBeGreaterThanOrEqual(MESSAGES / 4);
        expect(bodies).toEqual(bodies.toSorted(byNumber));
      }
    });

    testWith(cases, 'backlog')('keeps what nobody is there for, in order', async () => {
      const { connect } = await open();
      const [sender, late] = await Promise.all([connect(), connect()]);
      const destination = freshDestination('queue');
      for (const body of numbered(MESSAGES)) await sender.ask('SEND', { destination }, body);
      await late.subscribe(destination);
      await late.expectBodies(numbered(MESSAGES));
    });

    test('goes on with those who are left', async () => {
      const { connect } = await open();
      const [sender, leaving, staying] = await Promise.all([connect(), connect(), connect()]);
      const destination = freshDestination('queue');
      await Promise.all([leaving.subscribe(destination), staying.subscribe(destination)]);
      await leaving.ask('UNSUBSCRIBE', { id: 's' });
      for (const body of numbered(3)) await sender.ask('SEND', { destination }, body);
      await staying.expectBodies(numbered(3));
    });
  });
}

function byNumber(one: string, other: string): number {
  return Number(one) - Number(other);
}
