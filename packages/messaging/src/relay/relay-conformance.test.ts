import { brokerSuite } from '@carillon/conformance';
import type { MakeBroker } from '@carillon/conformance';
import { startActiveMq, startRabbitMq } from '@carillon/scripts/services';
import type { StompBroker } from '@carillon/scripts/services';
import { afterAll, beforeAll } from 'vitest';
import { brokerRelay } from './broker-relay.ts';

const START_LIMIT_MS = 60_000;

/** A broker that runs as long as this file's tests, each of which gets a relay of its own to it. */
function relayTo(
  startBroker: () => Promise<StompBroker>,
  deadLetters: { deadLetter?: string } = {},
): MakeBroker {
  let broker: StompBroker | undefined;
  beforeAll(async () => {
    broker = await startBroker();
  }, START_LIMIT_MS);
  afterAll(() => broker?.remove(), START_LIMIT_MS);
  return () => {
    if (!broker) throw new Error('The broker was not started.');
    const { host, port } = broker;
    return {
      ...deadLetters,
      options: { broker: brokerRelay({ addresses: [{ host, port }] }) },
      close: () => undefined,
    };
  };
}

brokerSuite(
  'relay to RabbitMQ',
  relayTo(() => startRabbitMq()),
  {
    patterns: 'its patterns are words between dots, `*` and `#`',
    returnsAtUnsubscribe: 'it gives back what was not acknowledged when the connection ends',
    deadLetters: 'it has no place for them that a client can subscribe to',
    atomicCommit: 'it carries a transaction out frame by frame when COMMIT comes',
  },
);

brokerSuite(
  'relay to ActiveMQ',
  relayTo(() => startActiveMq(), { deadLetter: '/queue/ActiveMQ.DLQ' }),
  {
    patterns: 'its patterns are words between dots, `*` and `>`',
    nackRedelivers: 'a NACK sends the message to its dead letters at once',
    topicAcks: 'a NACK sends the message to its dead letters at once',
  },
);
