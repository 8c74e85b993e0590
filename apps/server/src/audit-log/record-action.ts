import type { Context } from '../platform/context.ts';
import type { Action } from '../platform/http/watch-actions.ts';
import type { Deed } from '../platform/deed.ts';
import { insertEntries } from './audit-store.ts';
import { describeAction, shopOf } from './describe-action.ts';

/** A staff member who did something. */
export interface Actor {
  readonly id: number;
  readonly name: string;
  readonly shopIds: readonly number[];
}

type Parts = Pick<Context, 'database' | 'clock' | 'logger'>;

/**
 * Writes down what a staff member did, at the shop that it was about; what is about themselves, such as a password,
 * at every shop where they work. It is done already: if it cannot be written down, the log of the server says so.
 */
export async function recordAction(context: Parts, actor: Actor, action: Action): Promise<void> {
  const described = describeAction(action);
  if (described === undefined) return;
  const shopId = shopOf(action);
  await recordDeed(context, actor, { ...described, ...(shopId !== undefined && { shopId }) });
}

/** Writes down what a staff member did otherwise. */
export async function recordDeed(
  { database, clock, logger }: Parts,
  { id, name, shopIds }: Actor,
  { action, shopId, subject = null, detail = {} }: Omit<Deed, 'staffId'>,
): Promise<void> {
  const at = clock.now();
  const where = shopId === undefined ? shopIds : [shopId];
  const entry = { shopIds: where, at, by: { id, name }, action, subject, detail };
  await insertEntries(database.db, entry).catch((err: unknown) => {
    logger.error({ err, staffId: id, action }, 'an action was not written down');
  });
}
