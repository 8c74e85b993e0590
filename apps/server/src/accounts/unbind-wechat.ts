import type { Context } from '../platform/context.ts';
import { accountErrors } from './account-errors.ts';
import { deleteIdentities } from './identity-store.ts';
import { deleteBindingLinks } from './invitation-store.ts';
import { findPerson } from './people-store.ts';

/** Takes all WeChat accounts off a staff member's record. @throws last_way_in to who has no password */
export async function unbindWeChat({ database }: Pick<Context, 'database'>, staffId: number): Promise<void> {
  await database.transaction(async (tx) => {
    const person = await findPerson(tx, staffId);
    if (person?.passwordHash == null) throw accountErrors.last_way_in();
    await deleteIdentities(tx, staffId);
    await deleteBindingLinks(tx, staffId);
  });
}
