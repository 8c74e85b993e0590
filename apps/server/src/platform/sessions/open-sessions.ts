import { createBackOff } from '../back-off.ts';
import type { BackOff, BackOffPolicy } from '../back-off.ts';
import type { Config } from '../config.ts';
import type { Context } from '../context.ts';
import { createRedisBackOff } from './redis-back-off.ts';
import { openRedisKeeper } from './redis-keeper.ts';
import type { RedisKeeper } from './redis-keeper.ts';
import { createRedisSessionStore } from './redis-session-store.ts';
import { createSessionEnds } from './session-ends.ts';
import type { SessionEnds } from './session-ends.ts';
import { createSessions } from './sessions.ts';
import type { Sessions } from './sessions.ts';
import { createSqlSessionStore } from './sql-session-store.ts';

export interface OpenSessions {
  readonly sessions: Sessions;
  readonly ends: Pick<SessionEnds, 'onEnd'>;
  /** Makes what counts attempts by a policy: for all nodes together where there is a Redis, else in this process. */
  readonly makeBackOff: (name: string, policy: BackOffPolicy) => BackOff;
  /** The Redis that they are kept in, for what else all nodes remember together. */
  readonly redis: RedisKeeper | undefined;
  readonly close: () => Promise<void>;
}

/** How many keys each kind of attempts is counted for. */
const MAX_COUNTED = 10_000;

/**
 * Sessions of all nodes: in Redis where there is one, otherwise in the database. With Redis, nodes that are told of an
 * end hear of it as of all that goes over sockets; without, through PostgreSQL.
 */
export async function openSessions(
  { database, clock, ids, logger }: Context,
  redis: Config['redis'],
): Promise<OpenSessions> {
  const closing = new AbortController();
  const keeper = redis && (await openRedisKeeper({ ...redis, logger }));
  const acrossNodes = keeper === undefined && database.kind === 'postgres';
  const ends = createSessionEnds({ database, logger, acrossNodes });
  const counting = { nowMs: () => clock.now().getTime(), maxKeys: MAX_COUNTED };
  const store = keeper ? createRedisSessionStore(keeper) : createSqlSessionStore(database.db);
  return {
    sessions: createSessions({
      ...{ store, clock, ids, logger, closing: closing.signal },
      tell: async (end) => ends.tell(end),
    }),
    ends,
    makeBackOff: (name, policy) =>
      keeper ? createRedisBackOff(keeper, name, { policy, ...counting }) : createBackOff(policy, counting),
    redis: keeper,
    async close() {
      closing.abort();
      await ends.close();
      keeper?.close();
    },
  };
}
