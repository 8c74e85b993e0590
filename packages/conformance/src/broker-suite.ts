import { describe } from 'vitest';
import { brokerAckCases } from './broker-ack-cases.ts';
import { brokerQueueCases } from './broker-queue-cases.ts';
import { brokerTopicCases } from './broker-topic-cases.ts';
import { brokerTransactionCases } from './broker-transaction-cases.ts';
import type { MakeBroker, MissingFeatures } from './broker-under-test.ts';

/**
 * What every broker must do, behind a real messaging server and for real clients. Call it at the top of a
 * test file; `makeBroker` is called anew for each test. Features that are `missing`, each for the
 * reason that is given, are not tested.
 */
export function brokerSuite(name: string, makeBroker: MakeBroker, missing: MissingFeatures = {}): void {
  const cases = { makeBroker, missing };
  describe(`broker: ${name}`, () => {
    brokerTopicCases(cases);
    brokerQueueCases(cases);
    brokerAckCases(cases);
    brokerTransactionCases(cases);
  });
}
