import type { Generated } from 'kysely';
import { sql } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';

interface RefusalTables {
  refused_notification: {
    id: Generated<number>;
    reason: string;
    body_hash: string;
    body: string;
    headers: string;
    detail: string | null;
    times: number;
    first_at: Date;
    newest_at: Date;
  };
}

const tables = tablesOf<RefusalTables>;

export interface RefusedNotification {
  readonly reason: string;
  readonly bodyHash: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly detail: unknown;
  readonly at: Date;
  /** How often it was refused. */
  readonly times: number;
}

/** Records refusals, counting those up whose body was refused for the same reason before. */
export async function upsertRefusals(
  executor: Executor,
  refusals: readonly RefusedNotification[],
): Promise<void> {
  await tables(executor)
    .insertInto('refused_notification')
    .values(
      refusals.map(({ reason, body, bodyHash, headers, detail, times, at }) => ({
        ...{ reason, body, times, first_at: at, newest_at: at },
        body_hash: bodyHash,
        headers: JSON.stringify(headers),
        detail: detail === undefined ? null : JSON.stringify(detail),
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['reason', 'body_hash']).doUpdateSet({
        times: sql`refused_notification.times + excluded.times`,
        newest_at: sql`excluded.newest_at`,
      }),
    )
    .execute();
}

/** Forgets all refusals for a reason but the newest. */
export async function trimRefusals(
  executor: Executor,
  { reason, keep }: { reason: string; keep: number },
): Promise<void> {
  await tables(executor)
    .deleteFrom('refused_notification')
    .where('reason', '=', reason)
    .where('id', '<=', (builder) =>
      builder
        .selectFrom('refused_notification')
        .select('id')
        .where('reason', '=', reason)
        .orderBy('id', 'desc')
        .offset(keep)
        .limit(1),
    )
    .execute();
}
