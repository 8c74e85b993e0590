import type { ClusterBusFactory } from '../../core/cluster-bus.ts';
import { RedisBus } from './redis-bus.ts';
import type { RedisConnectOptions } from './redis-link.ts';

export interface RedisClusterOptions {
  /** `redis://` or `rediss://` with host, port, user, password. */
  url?: string;
  /** node-redis's options, for what a url cannot say: certificates, a socket's path, RESP. */
  client?: RedisConnectOptions;
  /** What keys and channels begin with: clusters that share a Redis need one each. Default: `carillon:`. */
  prefix?: string;
  /** Within this time the others notice that a node has died. Default: 12 s. */
  leaseMs?: number;
  /** What may be on its way to Redis; messages beyond do not leave this node, and are counted. Default: 16 MiB. */
  maxPendingBytes?: number;
}

const MIN_LEASE_MS = 1_000;

/**
 * Links the nodes that use the same Redis and prefix. Throws RangeError or TypeError for options that cannot
 * work; whether Redis is there shows only later, as the state of the cluster.
 */
export function redisCluster(options: RedisClusterOptions = {}): ClusterBusFactory {
  const { url, client, prefix = 'carillon:', leaseMs = 12_000, maxPendingBytes = 16 * 1024 * 1024 } = options;
  if (!/^[\w:.{}-]+$/.test(prefix)) {
    throw new TypeError(`The prefix ${prefix} must be of letters, digits and : . _ - { }.`);
  }
  if (!(leaseMs >= MIN_LEASE_MS))
    throw new RangeError(`leaseMs must be at least ${MIN_LEASE_MS}, not ${leaseMs}.`);
  const redis = { ...client, ...(url === undefined ? {} : { url }) };
  return ({ timers, logger }) => new RedisBus({ redis, prefix, leaseMs, maxPendingBytes, timers, logger });
}
