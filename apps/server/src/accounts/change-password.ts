import type { ChangePassword } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import { accountErrors } from './account-errors.ts';
import { checkOwnPassword } from './check-own-password.ts';
import type { Asker } from './check-own-password.ts';
import { deleteIdentities } from './identity-store.ts';
import { hashPassword } from './password.ts';
import { deleteBindingLinks } from './invitation-store.ts';
import { replaceLogin } from './people-store.ts';

export interface PasswordChange extends Asker {
  /** Ends their other sessions. */
  readonly endOthers: () => Promise<unknown>;
  /** Ends those that began meanwhile, which is not refused. */
  readonly seeToOthers: () => Promise<void>;
}

/**
 * Sets the password of a staff member, who knows the present one or has none yet. Links that bind WeChat to the
 * account are withdrawn, and, where that is asked for, what is bound already goes. Their other sessions end.
 * @throws too_many_logins, wrong_password, username_missing, username_taken
 */
export async function changePassword(
  { database }: Pick<Context, 'database'>,
  { limit, staffId, address, endOthers, seeToOthers }: PasswordChange,
  { currentPassword, newPassword, username, unbindWeChat = false }: ChangePassword,
): Promise<void> {
  const person = await checkOwnPassword({ database }, { limit, staffId, address }, currentPassword);
  const name = username ?? person.username;
  if (name === null) throw accountErrors.username_missing();
  const passwordHash = await hashPassword(newPassword);
  // First, so that the password stays as it is when they cannot be ended; and of what began meanwhile, again.
  await endOthers();
  await database.transaction(async (tx) => {
    const isPresent = await replaceLogin(tx, person, { username: name, passwordHash });
    if (!isPresent) throw accountErrors.wrong_password();
    await deleteBindingLinks(tx, staffId);
    if (unbindWeChat) await deleteIdentities(tx, staffId);
  });
  await seeToOthers();
}
