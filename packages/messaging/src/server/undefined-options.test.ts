import { describe, expect, onTestFinished, test } from 'vitest';
import { simpleBroker } from '../broker/simple-broker.ts';
import type { SimpleBrokerOptions } from '../broker/simple-broker.ts';
import { redisCluster } from '../cluster/redis/redis-cluster.ts';
import type { RedisClusterOptions } from '../cluster/redis/redis-cluster.ts';
import { redisJournal } from '../cluster/redis/redis-journal.ts';
import type { RedisJournalOptions } from '../cluster/redis/redis-journal.ts';
import { DEFAULT_LIMITS, withDefaults } from '../core/limits.ts';
import { createMemoryJournal } from '../core/memory-journal.ts';
import type { MemoryJournalOptions } from '../core/memory-journal.ts';
import type { EndpointOptions } from '../endpoint/endpoint.ts';
import { withSockJsDefaults } from '../endpoint/sockjs/sockjs-options.ts';
import type { SockJsOptions } from '../endpoint/sockjs/sockjs-options.ts';
import type { TextEndpointOptions } from '../endpoint/text/text-endpoint.ts';
import type { CompressionOptions } from '../endpoint/websocket-upgrade.ts';
import type { HandlerOptions } from '../handling/handlers.ts';
import { DEFAULT_HANDLING, withHandlingDefaults } from '../handling/handling-options.ts';
import type { HandlingOptions } from '../handling/handling-options.ts';
import { readRelayOptions } from '../relay/relay-options.ts';
import type { BrokerRelayOptions, ReconnectOptions } from '../relay/relay-options.ts';
import { createEngineParts } from '../testing/engine-parts.ts';
import { TestClient } from '../testing/test-client.ts';
import { startServer } from '../testing/test-server.ts';
import type { MessagingOptions } from './create-messaging.ts';
import type { CloseOptions } from './drain.ts';

/** Every option that may be left out, undefined in so many words: the compiler sees to it that none is missing. */
type Undefined<Options> = { readonly [Name in keyof Required<Options>]: undefined };

const MESSAGING: Undefined<MessagingOptions> = {
  applicationPrefix: undefined,
  authorize: undefined,
  broker: undefined,
  clock: undefined,
  cluster: undefined,
  handlers: undefined,
  ids: undefined,
  inbound: undefined,
  journals: undefined,
  limits: undefined,
  logger: undefined,
  outbound: undefined,
  presence: undefined,
  separator: undefined,
  userPrefix: undefined,
};

const SOCKJS: Undefined<SockJsOptions> = {
  clientFile: undefined,
  clientUrl: undefined,
  cookieNeeded: undefined,
  disconnectDelayMs: undefined,
  heartbeatMs: undefined,
  maxRequestBytes: undefined,
  responseLimitBytes: undefined,
  websocket: undefined,
};

const COMPRESSION: Undefined<CompressionOptions> = { fromBytes: undefined };

const ENDPOINT: Undefined<EndpointOptions> = {
  addressOf: undefined,
  allowedOrigins: undefined,
  attributes: undefined,
  authenticate: undefined,
  authenticateConnect: undefined,
  authorize: undefined,
  compression: undefined,
  maxSessions: undefined,
  requireHost: undefined,
  sockjs: undefined,
};

const TEXT_ENDPOINT: Undefined<Omit<TextEndpointOptions<string>, 'open'>> = {
  addressOf: undefined,
  allowedOrigins: undefined,
  attributes: undefined,
  authenticate: undefined,
  compression: undefined,
  limits: undefined,
  maxSessions: undefined,
  sockjs: undefined,
  subprotocols: undefined,
};

const SIMPLE_BROKER: Undefined<SimpleBrokerOptions> = {
  deadLetter: undefined,
  heartbeatMs: undefined,
  patterns: undefined,
  prefixes: undefined,
  queuePrefixes: undefined,
  queueSemantics: undefined,
};

const RECONNECT: Undefined<ReconnectOptions> = { jitter: undefined, maxMs: undefined, minMs: undefined };

const RELAY: Undefined<Omit<BrokerRelayOptions, 'addresses'>> = {
  clientCredentials: undefined,
  clientHeaders: undefined,
  clientHeartbeatMs: undefined,
  clientLogin: undefined,
  clientPasscode: undefined,
  connectTimeLimitMs: undefined,
  dialect: undefined,
  heartbeatMs: undefined,
  maxFrameBytes: undefined,
  maxPendingReceipts: undefined,
  prefixes: undefined,
  random: undefined,
  receiptTimeLimitMs: undefined,
  reconnect: undefined,
  systemBufferLimitBytes: undefined,
  systemLogin: undefined,
  systemPasscode: undefined,
  userDestinations: undefined,
  virtualHost: undefined,
};

const REDIS_CLUSTER: Undefined<RedisClusterOptions> = {
  client: undefined,
  leaseMs: undefined,
  maxPendingBytes: undefined,
  prefix: undefined,
  url: undefined,
};

const REDIS_JOURNAL: Undefined<RedisJournalOptions> = {
  client: undefined,
  maxEntries: undefined,
  onError: undefined,
  prefix: undefined,
  url: undefined,
};

const MEMORY_JOURNAL: Undefined<MemoryJournalOptions> = { maxEntries: undefined };

const HANDLING: Undefined<HandlingOptions> = {
  errorDestination: undefined,
  maxConcurrent: undefined,
  maxQueued: undefined,
  replyPrefix: undefined,
  timeLimitMs: undefined,
};

const HANDLER: Undefined<HandlerOptions> = {
  broadcast: undefined,
  maxConcurrent: undefined,
  parameters: undefined,
  replySchema: undefined,
  sendTo: undefined,
  summary: undefined,
  toUser: undefined,
};

const CLOSE: Undefined<CloseOptions> = { drainMs: undefined, spreadMs: undefined };

const LIMITS = Object.fromEntries(Object.keys(DEFAULT_LIMITS).map((name) => [name, undefined]));

describe('an option that is undefined in so many words means its default', () => {
  const addresses = [{ host: 'localhost', port: 61_613 }];

  test.each([
    ['limits', () => withDefaults(LIMITS), () => withDefaults()],
    ['handlers', () => withHandlingDefaults(HANDLING), () => ({ ...DEFAULT_HANDLING })],
    ['sockjs', () => withSockJsDefaults(SOCKJS, 1_000), () => withSockJsDefaults(true, 1_000)],
    ['a relay', () => readRelayOptions({ addresses, ...RELAY }), () => readRelayOptions({ addresses })],
    [
      'a relay’s reconnect',
      () => readRelayOptions({ addresses, reconnect: RECONNECT }),
      () => readRelayOptions({ addresses }),
    ],
  ])('for %s', (_what, read, readDefaults) => {
    expect(read()).toEqual(readDefaults());
  });

  test('for a simple broker', () => {
    const { parts, stop } = createEngineParts();
    onTestFinished(stop);
    const [broker, usual] = [simpleBroker(SIMPLE_BROKER)(parts), simpleBroker()(parts)];
    expect([broker.heartbeatMs, broker.inCluster]).toEqual([usual.heartbeatMs, usual.inCluster]);
    for (const destination of ['/topic/a', '/queue/a'])
      expect(() => broker.check('SEND', destination)).not.toThrow();
    expect(() => broker.check('SEND', '/other/a')).toThrow();
  });

  test('for journals and a cluster', async () => {
    const journal = createMemoryJournal(MEMORY_JOURNAL);
    journal.append('/topic/a', 'x');
    expect((await journal.read('/topic/a', 0, 10)).entries).toHaveLength(1);
    expect(() => redisCluster(REDIS_CLUSTER)).not.toThrow();
    redisJournal({ ...REDIS_JOURNAL, client: { socket: { port: 1, host: '127.0.0.1' } } }).close();
  });

  test('for the engine, its endpoints, a handler and its close', async () => {
    const server = await startServer(MESSAGING, ENDPOINT);
    const { messaging, port } = server;
    onTestFinished(() => server.stop());
    messaging.endpoint('/compressed', { ...ENDPOINT, compression: COMPRESSION, sockjs: SOCKJS });
    messaging.textEndpoint('/text', {
      ...TEXT_ENDPOINT,
      open: (peer) => ({ onText: (text) => peer.send(text) }),
    });
    messaging.handle('/echo', ({ payload }) => payload, HANDLER);
    for (const path of ['/ws', '/compressed', '/compressed/websocket']) {
      const client = await TestClient.connect(`ws://127.0.0.1:${port}${path}`);
      await client.ask('SUBSCRIBE', { id: '1', destination: '/user/queue/echo' });
      client.send('SEND', { destination: '/app/echo' }, 'back');
      expect(await client.bodies(1)).toEqual(['back']);
    }
    await messaging.close(CLOSE);
    expect(messaging.statistics().sessions).toBe(0);
  });
});
