import type { Executor } from '../platform/database.ts';
import { accountErrors } from './account-errors.ts';
import { deleteIdentities, findStaffId, insertIdentity } from './identity-store.ts';
import type { Identity } from './identity-store.ts';

/**
 * Puts a WeChat account on a staff member's record, so that they can log in with it. What they had bound of the same
 * app before goes: one person, one WeChat account.
 * @throws wechat_bound_elsewhere when it is somebody else's
 */
export async function bindIdentity(executor: Executor, staffId: number, identity: Identity): Promise<void> {
  const holder = await findStaffId(executor, identity);
  if (holder !== undefined && holder !== staffId) throw accountErrors.wechat_bound_elsewhere();
  await deleteIdentities(executor, staffId, identity.appid);
  await insertIdentity(executor, staffId, identity);
  // Two who bind the same WeChat account at once: it is the one's who came first.
  if ((await findStaffId(executor, identity)) !== staffId) throw accountErrors.wechat_bound_elsewhere();
}
