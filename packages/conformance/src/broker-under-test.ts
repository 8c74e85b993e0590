import { onTestFinished, test } from 'vitest';
import type { MessagingOptions } from '@carillon/messaging';
import { startServer } from '@carillon/messaging/internal';
import { Peer } from './peer.ts';

/** What not every broker can. Whoever runs the suite says for each that is missing why it is. */
export type BrokerFeature =
  /** Subscriptions by Ant patterns. */
  | 'patterns'
  /** What is sent to a queue that nobody is subscribed to waits. */
  | 'backlog'
  /** ACK and NACK of what waits for neither is answered by an ERROR. */
  | 'strictAcks'
  /** What a subscription has not acknowledged goes to others when it ends, and not only when its session does. */
  | 'returnsAtUnsubscribe'
  /** A delivery that was nacked comes again. */
  | 'nackRedelivers'
  /** `redelivered:true` on what was delivered before. */
  | 'redeliveredHeader'
  /** Subscriptions of topics are acknowledged too, and what is nacked there comes again to the same. */
  | 'topicAcks'
  /** What was nacked too often goes to a place of its own. */
  | 'deadLetters'
  /** Nothing that a transaction holds takes effect when one part of it cannot. */
  | 'atomicCommit';

/** The features that are missing, and why. */
export type MissingFeatures = Readonly<Partial<Record<BrokerFeature, string>>>;

export interface BrokerUnderTest {
  /** Of the server; `broker` makes one whose queues are shared. */
  readonly options: Pick<MessagingOptions, 'broker' | 'limits'>;
  /** Where what was nacked too often goes, by brokers with `deadLetters`. */
  readonly deadLetter?: string;
  /** How often something is nacked until it goes there. */
  readonly maxDeliveryAttempts?: number;
  readonly close: () => Promise<void> | void;
}

/** Called anew for each test. What takes long to start is started once, by whoever gives this. */
export type MakeBroker = () => Promise<BrokerUnderTest> | BrokerUnderTest;

/** What all cases are given. */
export interface BrokerCases {
  readonly makeBroker: MakeBroker;
  readonly missing: MissingFeatures;
}

/** Starts a server over the broker, and stops both when the test is over. */
export async function openBroker(makeBroker: MakeBroker) {
  const underTest = await makeBroker();
  onTestFinished(() => underTest.close());
  const server = await startServer(underTest.options);
  onTestFinished(() => server.stop());
  const connect = (version?: Peer['version']): Promise<Peer> => Peer.connect(server.url, version);
  return { ...underTest, template: server.messaging.template, connect };
}

/** Makes tests of what not every broker can; of a broker that cannot there are none. */
export function testWith(
  { missing }: BrokerCases,
  feature: BrokerFeature,
): (title: string, body: () => Promise<void>) => void {
  return (title, body) => {
    if (missing[feature] === undefined) test(title, body);
  };
}

const run = Math.floor(Math.random() * 2 ** 40).toString(36);
let last = 0;

/** A destination that no other test uses, of one segment: not every broker has more. */
export function freshDestination(kind: 'topic' | 'queue'): string {
  last += 1;
  return `/${kind}/carillon-${run}-${last}`;
}

/** `1` to `count`, as bodies. */
export function numbered(count: number): string[] {
  return Array.from({ length: count }, (_, index) => String(index + 1));
}
