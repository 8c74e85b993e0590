import type { Context } from '../platform/context.ts';
import { accountErrors } from './account-errors.ts';
import type { LoginLimit } from './login-limit.ts';
import { verifyPassword } from './password.ts';
import { findPerson } from './people-store.ts';

/** Who asks for what changes how they get in. */
export interface Asker {
  readonly limit: LoginLimit;
  readonly staffId: number;
  readonly address: string;
}

/**
 * Has a staff member, who is logged in already, show that it is they: by their password, if they have one. Whoever finds
 * a console unlocked is to get nothing by it that outlasts the session, and must not guess on here.
 * @returns them, as they were found
 * @throws too_many_logins, wrong_password
 */
export async function checkOwnPassword(
  { database }: Pick<Context, 'database'>,
  { limit, staffId, address }: Asker,
  currentPassword = '',
): Promise<NonNullable<Awaited<ReturnType<typeof findPerson>>>> {
  const person = await findPerson(database.db, staffId);
  if (person === undefined) throw accountErrors.not_logged_in();
  if (person.passwordHash === null) return person;
  // No username is spelled so: they are counted apart.
  const counted = `\nown password of ${staffId}`;
  const waitMs = await limit.attempt(address, counted);
  if (waitMs > 0) throw accountErrors.too_many_logins({ retryAfterSeconds: Math.ceil(waitMs / 1000) });
  const isRight = await verifyPassword(currentPassword, person.passwordHash);
  if (!isRight) throw accountErrors.wrong_password();
  await limit.succeed(address, counted);
  return person;
}
