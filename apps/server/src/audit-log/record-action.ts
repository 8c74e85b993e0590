import type { Context } from '../platform/context.ts';
import type { Action } from '../platform/http/watch-actions.ts';
import { insertEntries } from './audit-store.ts';
import type { NewEntry } from './audit-store.ts';
import { describeAction, shopOf } from './describe-action.ts';

/** A staff member who did something. */
export interface Actor {
  readonly id: number;
  readonly name: string;
  readonly shopIds: readonly number[];
}

/**
 * Writes down what a staff member did, at the shop that it was about; what is about themselves, such as a password,
 * at every shop where they work. It is done already: if it cannot be written down, the log of the server says so.
 */
export async function recordAction(
  { database, clock, logger }: Pick<Context, 'database' | 'clock' | 'logger'>,
  { id, name, shopIds }: Actor,
  action: Action,
): Promise<void> {
  const described = describeAction(action);
  if (described === undefined) return;
  const shopId = shopOf(action);
  const entry: NewEntry = {
    ...described,
    shopIds: shopId === undefined ? shopIds : [shopId],
    at: clock.now(),
    by: { id, name },
  };
  await insertEntries(database.db, entry).catch((err: unknown) => {
    logger.error({ err, staffId: id, action: described.action }, 'an action was not written down');
  });
}
