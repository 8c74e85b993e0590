import type { Executor } from '../platform/database.ts';
import { findCredentials } from './account-store.ts';
import { insertIdentity } from './identity-store.ts';
import type { Identity } from './identity-store.ts';

/** Puts a WeChat account on a staff member's record, so that it can log in; does nothing when it is on one. */
export async function linkOpenid(
  executor: Executor,
  { username, ...identity }: Identity & { readonly username: string },
): Promise<void> {
  const credentials = await findCredentials(executor, username);
  if (credentials) await insertIdentity(executor, credentials.staffId, identity);
}
