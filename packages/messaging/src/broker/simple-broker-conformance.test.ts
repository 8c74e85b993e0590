import { brokerSuite } from '@carillon/conformance';
import { simpleBroker } from './simple-broker.ts';

const deadLetter = '/queue/dead-letter';

brokerSuite('simple', () => ({
  options: {
    broker: simpleBroker({ queueSemantics: 'shared', deadLetter }),
    limits: { maxDeliveryAttempts: 3 },
  },
  deadLetter,
  maxDeliveryAttempts: 3,
  close: () => undefined,
}));
