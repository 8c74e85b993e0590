import { createClient } from 'redis';
import type { RedisClientOptions } from 'redis';

/** How to reach Redis: node-redis's own options, but for those that say how to reconnect, which are ours. */
export type RedisConnectOptions = Omit<RedisClientOptions, 'modules' | 'functions' | 'scripts' | 'RESP'>;

export type RedisClient = ReturnType<typeof createRedisClient>;

/** A client that is not connected yet. It keeps no commands for later: what cannot be sent now fails now. */
export function createRedisClient(
  redis: RedisConnectOptions,
  reconnectStrategy: false | ((failures: number) => number),
) {
  return createClient({
    ...redis,
    disableOfflineQueue: true,
    socket: { ...redis.socket, reconnectStrategy },
  });
}

/** What Redis's options and a url have in common with those of whoever takes both. */
export interface RedisAddress {
  /** `redis://` or `rediss://` with host, port, user, password. */
  url?: string;
  /** node-redis's options, for what a url cannot say: certificates, a socket's path. */
  client?: RedisConnectOptions;
  /** What keys and channels begin with: applications that share a Redis need one each. Default: `carillon:`. */
  prefix?: string;
}

/** Reads an address. Throws TypeError for one that node-redis cannot, or a prefix in which something has a meaning of its own. */
export function readRedisAddress({ url, client, prefix = 'carillon:' }: RedisAddress): {
  redis: RedisConnectOptions;
  prefix: string;
} {
  if (!/^[\w:.{}-]+$/.test(prefix)) {
    throw new TypeError(`The prefix ${prefix} must be of letters, digits and : . _ - { }.`);
  }
  const redis = { ...client, ...(url === undefined ? {} : { url }) };
  requireReadable(redis);
  return { redis, prefix };
}

/** Now rather than at each attempt to connect, and without node-redis's own error: its url has the password. */
function requireReadable(redis: RedisConnectOptions): void {
  try {
    createRedisClient(redis, false);
  } catch {
    throw new TypeError(
      'The address of Redis cannot be read: write redis://user:password@host:port, or rediss:// for TLS, ' +
        'with encodeURIComponent around user and password.',
    );
  }
}
