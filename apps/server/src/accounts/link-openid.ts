import type { Executor } from '../platform/database.ts';
import { findCredentials, insertOpenid } from './account-store.ts';

export interface OpenidRecord {
  readonly username: string;
  readonly appid: string;
  readonly openid: string;
  readonly unionid: string | null;
}

/** Puts a WeChat account on a staff member's record, so that it can log in; does nothing when it is on one. */
export async function linkOpenid(executor: Executor, { username, ...record }: OpenidRecord): Promise<void> {
  const credentials = await findCredentials(executor, username);
  if (credentials) await insertOpenid(executor, { staffId: credentials.staffId, ...record });
}
