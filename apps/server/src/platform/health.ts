import { sql } from 'kysely';
import type { FastifyInstance } from 'fastify';
import type { Database } from './database.ts';

const DATABASE_ANSWER_LIMIT_MS = 2_000;

export interface HealthOptions {
  database: Database;
  /** Whether this node is on its way out and wants no new work. */
  isDraining: () => boolean;
  /** How the link to the other nodes is; undefined where there is none. */
  clusterState?: () => 'joined' | 'degraded' | undefined;
}

/**
 * `/healthz`: the process lives (200 always). `/readyz`: it can do its work: 200, or 503 while it drains or the
 * database does not answer. A node that lost the others serves its own clients: it is ready, and says `degraded`.
 */
export function registerHealth(app: FastifyInstance, options: HealthOptions): void {
  const { database, isDraining, clusterState } = options;
  const open = { schema: { hide: true }, config: { for: 'everybody' } } as const;
  app.get('/healthz', open, () => ({ status: 'ok' }));
  app.get('/readyz', open, async (_request, reply) => {
    if (isDraining()) return reply.code(503).send({ status: 'draining' });
    if (!(await answers(database))) return reply.code(503).send({ status: 'database unavailable' });
    const cluster = clusterState?.();
    return { status: 'ready', ...(cluster !== undefined && { cluster }) };
  });
}

async function answers(database: Database): Promise<boolean> {
  const { promise: tooLate, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), DATABASE_ANSWER_LIMIT_MS);
  const answered = sql`select 1`.execute(database.db).then(
    () => true,
    () => false,
  );
  return Promise.race([answered, tooLate]).finally(() => clearTimeout(timer));
}
