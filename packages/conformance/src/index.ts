/** Suites that every implementation of an interface must pass. Import them from vitest tests only. */
export { brokerSuite } from './broker-suite.ts';
export type { BrokerFeature, BrokerUnderTest, MakeBroker, MissingFeatures } from './broker-under-test.ts';
export { clusterBusSuite } from './cluster-bus-suite.ts';
export type { ClusterUnderTest } from './cluster-bus-under-test.ts';
export { journalSuite } from './journal-suite.ts';
export type { JournalUnderTest } from './journal-under-test.ts';
export { textTransportSuite } from './transports/text-transport-suite.ts';
export { transportSuite } from './transports/transport-suite.ts';
export { TRANSPORTS } from './transports/transport-under-test.ts';
