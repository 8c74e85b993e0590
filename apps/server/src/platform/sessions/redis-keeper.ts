import { createClient } from 'redis';
import type { Logger } from '../logging.ts';
import { platformErrors } from '../platform-errors.ts';

/** A Redis that keeps things for us. */
export interface RedisKeeper {
  readonly prefix: string;
  /** Asks Redis. Rejects with `sessions_unavailable` when it does not answer in time, or refuses. */
  run<Answer>(ask: (redis: Redis) => Promise<Answer>): Promise<Answer>;
  close(): void;
}

type Redis = ReturnType<typeof makeClient>;

export interface RedisKeeperOptions {
  readonly url: string;
  readonly prefix: string;
  readonly logger: Logger;
  /** How long Redis may take to answer. */
  readonly answerLimitMs?: number;
}

const CONNECT_LIMIT_MS = 3_000;
const MAX_RECONNECT_DELAY_MS = 2_000;
/** A link on which nothing came for so long is given up; it is asked for a sign of life more often. */
const SILENCE_LIMIT_MS = 10_000;
const PING_EVERY_MS = 4_000;
/** Commands on their way. */
const MAX_COMMANDS = 10_000;

/**
 * Opens a link to Redis that is renewed whenever it breaks. Waits for it for a moment; should Redis not be there,
 * attempts go on.
 */
export async function openRedisKeeper(options: RedisKeeperOptions): Promise<RedisKeeper> {
  const { prefix, logger, answerLimitMs = 2_000 } = options;
  const client = makeClient(options.url);
  let isDown = false;
  client.on('error', (err: unknown) => {
    if (!isDown) logger.warn({ err }, 'the Redis that keeps sessions is away');
    isDown = true;
  });
  client.on('ready', () => {
    if (isDown) logger.info('the Redis that keeps sessions is back');
    isDown = false;
  });
  // What it rejects with was told as an error.
  const connected = client.connect().catch(() => undefined);
  const moment = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => moment.resolve(undefined), answerLimitMs);
  await Promise.race([connected, moment.promise]);
  clearTimeout(timer);

  return {
    prefix,
    async run(ask) {
      const late = Promise.withResolvers<never>();
      const timer = setTimeout(() => late.reject(new Error('Redis did not answer in time')), answerLimitMs);
      try {
        return await Promise.race([ask(client), late.promise]);
      } catch (error) {
        throw platformErrors.sessions_unavailable(undefined, error);
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => client.destroy(),
  };
}

function makeClient(url: string) {
  return createClient({
    url,
    // What cannot be asked now fails now.
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_COMMANDS,
    pingInterval: PING_EVERY_MS,
    socket: {
      connectTimeout: CONNECT_LIMIT_MS,
      socketTimeout: SILENCE_LIMIT_MS,
      reconnectStrategy: (failures) => Math.min(100 * 2 ** Math.min(failures, 8), MAX_RECONNECT_DELAY_MS),
    },
  });
}
