import { passResultSchema } from '@carillon/contract/schemas';
import { z } from 'zod';
import type { Logger } from '../platform/logging.ts';
import type { RedisKeeper } from '../platform/sessions/redis-keeper.ts';

/** What a showing came to, and who may know. */
export type KnownResult = z.infer<typeof knownSchema>;

/**
 * What showings came to, for pages that ask every 2 s. The database knows; this remembers for a moment, for all nodes, so
 * that asking costs it nothing.
 */
export interface ResultMemory {
  /** What is remembered of a showing. Never rejects: what cannot be asked is not remembered. */
  find(showingId: number): Promise<KnownResult | undefined>;
  /** Remembers what a transaction that has committed made of a showing. Nobody waits for it. */
  put(known: KnownResult): void;
  /** Remembers what was read, unless something is remembered: what was put meanwhile is newer. */
  fill(known: KnownResult): void;
}

/** What is wrong here, by an answer that crossed another or by a Redis that was away, is right again so soon. */
const KEEP_MS = 10_000;

const knownSchema = z.object({
  showingId: z.number(),
  passId: z.number(),
  buyerId: z.string().nullable(),
  result: passResultSchema.nullable(),
});

/** Remembers in Redis: `<prefix>pass-result:<showing>`. Without a Redis nothing is remembered. */
export function createResultMemory(redis: RedisKeeper | undefined, logger: Logger): ResultMemory {
  if (redis === undefined) return { find: () => Promise.resolve(undefined), put: nothing, fill: nothing };
  const keyOf = (showingId: number): string => `${redis.prefix}pass-result:${showingId}`;

  function set(known: KnownResult, condition: object): void {
    const options = { expiration: { type: 'PX', value: KEEP_MS } as const, ...condition };
    redis
      ?.run(async (client) => client.set(keyOf(known.showingId), JSON.stringify(known), options))
      .catch((err: unknown) => logger.warn({ err }, 'the result of a scan was not remembered'));
  }

  return {
    async find(showingId) {
      try {
        const text = await redis.run(async (client) => client.get(keyOf(showingId)));
        return text === null ? undefined : knownSchema.parse(JSON.parse(text));
      } catch (err) {
        logger.warn({ err }, 'the result of a scan was not recalled');
        return undefined;
      }
    },
    put: (known) => set(known, {}),
    fill: (known) => set(known, { condition: 'NX' }),
  };
}

function nothing(): void {
  // There is no Redis.
}
