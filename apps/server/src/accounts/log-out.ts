import type { Context } from '../platform/context.ts';
import { hashToken } from '../platform/ids.ts';
import { deleteSession } from './account-store.ts';

/** Ends the session of a token. Returns the session's id; logging out twice is no error. */
export async function logOut({ database }: Pick<Context, 'database'>, token: string): Promise<string> {
  const session = hashToken(token);
  await deleteSession(database.db, session);
  return session;
}
