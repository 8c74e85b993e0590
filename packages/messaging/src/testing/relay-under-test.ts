import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { brokerRelay } from '../relay/broker-relay.ts';
import type { BrokerRelayOptions } from '../relay/relay-options.ts';
import type { MessagingOptions } from '../server/create-messaging.ts';
import { startFakeBroker } from './fake-broker.ts';
import type { FakeBroker, FakeBrokerConnection } from './fake-broker.ts';
import { TestClient } from './test-client.ts';
import { startServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

/** An engine over a broker whose every frame the test makes. */
export interface RelayUnderTest {
  broker: FakeBroker;
  server: TestServer;
  /** The broker's side of the system connection. */
  system: FakeBrokerConnection;
}

export async function startRelay(
  relayOptions: Partial<BrokerRelayOptions> = {},
  options: Partial<MessagingOptions> = {},
): Promise<RelayUnderTest> {
  const broker = await startFakeBroker();
  onTestFinished(() => broker.stop());
  const server = await startRelayTo([broker.port], relayOptions, options);
  const available = once(server.messaging.events, 'brokerAvailability');
  const system = await broker.connection();
  await system.accept();
  await available;
  return { broker, server, system };
}

export async function startRelayTo(
  ports: readonly number[],
  relayOptions: Partial<BrokerRelayOptions> = {},
  options: Partial<MessagingOptions> = {},
): Promise<TestServer> {
  const server = await startServer({
    ...options,
    broker: brokerRelay({
      addresses: ports.map((port) => ({ host: '127.0.0.1', port })),
      heartbeatMs: [0, 0],
      reconnect: { minMs: 50, maxMs: 100, jitter: 0 },
      ...relayOptions,
    }),
  });
  onTestFinished(() => server.stop());
  return server;
}

/** A client that is connected, and the broker's side of its connection. */
export async function connect({ broker, server }: RelayUnderTest, version = '1.2') {
  const client = await TestClient.open(server.url);
  client.send('CONNECT', { 'accept-version': version, host: 'test' });
  const peer = await broker.connection();
  await peer.accept();
  await client.take('CONNECTED');
  return { client, peer };
}

/** A client with the subscription `1` to `/topic/a`. */
export async function subscribe(relay: RelayUnderTest, headers: Record<string, string> = {}) {
  const { client, peer } = await connect(relay);
  client.send('SUBSCRIBE', { id: '1', destination: '/topic/a', receipt: 'subscribed', ...headers });
  await peer.confirm('SUBSCRIBE');
  await client.take('RECEIPT');
  return { client, peer };
}
