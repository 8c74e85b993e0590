import type { ClusterBusFactory } from '../../core/cluster-bus.ts';
import { RedisBus } from './redis-bus.ts';
import { readRedisAddress } from './redis-client.ts';
import type { RedisAddress } from './redis-client.ts';

export interface RedisClusterOptions extends RedisAddress {
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
  const { leaseMs = 12_000, maxPendingBytes = 16 * 1024 * 1024 } = options;
  if (!(leaseMs >= MIN_LEASE_MS)) {
    throw new RangeError(`leaseMs must be at least ${MIN_LEASE_MS}, not ${leaseMs}.`);
  }
  const address = readRedisAddress(options);
  return ({ timers, logger }) => new RedisBus({ ...address, leaseMs, maxPendingBytes, timers, logger });
}
