/**
 * The engine as an application uses it, with all its checks, but for three limits: how much a client may send,
 * and how many come from one address, as a handful of them make all the load, and all are on this machine; and pings,
 * which the thin clients do not answer.
 */
import { createMemoryJournal, createMessaging, simpleBroker } from '@carillon/messaging';
import { redisCluster } from '@carillon/messaging/redis';
import { serve } from './server-process.ts';
import { SOCKJS_PREFIX, payloadOf } from './wire.ts';

const { BENCH_REDIS_URL: redisUrl } = process.env;
const journal = createMemoryJournal();
const messaging = createMessaging({
  broker: simpleBroker({ prefixes: ['/topic'] }),
  journals: [{ pattern: '/topic/journal/{n}', journal }],
  ...(redisUrl === undefined ? {} : { cluster: redisCluster({ url: redisUrl }) }),
  authorize: () => true,
  // Clients that break the protocol are part of some workloads.
  logger: { error: () => undefined, warn: () => undefined, info: () => undefined },
  limits: {
    maxSessionsPerAddress: 20_000,
    maxFramesPerSecond: 1_000_000,
    maxBodyBytesPerSecond: 20_000_000,
    maxFrameBurst: 1_000_000,
    pingIntervalMs: 3_600_000,
  },
});
messaging.endpoint('/');
// The thin clients make no second request.
messaging.endpoint(SOCKJS_PREFIX, {
  sockjs: { responseLimitBytes: Number.MAX_SAFE_INTEGER, heartbeatMs: 3_600_000 },
});

serve({
  install: (server) => messaging.attach(server),
  deliveries: () => messaging.statistics().deliveries,
  publish(count) {
    for (let n = 0; n < count; n += 1) journal.append('/topic/journal/0', payloadOf());
  },
});
