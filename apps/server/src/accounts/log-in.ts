import type { SessionContext } from '../platform/sessions/session-context.ts';
import { accountErrors } from './account-errors.ts';
import { findCredentials, findStaff } from './account-store.ts';
import type { LoginLimit } from './login-limit.ts';
import { hashPassword, verifyPassword } from './password.ts';
import type { Staff } from './staff.ts';
import { startSession } from './start-session.ts';

export interface PasswordLogin {
  readonly username: string;
  readonly password: string;
  /** Where the attempt comes from. */
  readonly address: string;
  readonly userAgent: string | undefined;
}

/** Hash to check the password of an unknown username against, so that both refusals take as long. */
const decoy = hashPassword('nobody has this password');

/**
 * Logs a staff member in by password.
 * @throws too_many_logins, staff_disabled, or wrong_credentials, which does not tell which of the two is wrong.
 */
export async function logIn(
  context: SessionContext,
  limit: LoginLimit,
  { username, password, address, userAgent }: PasswordLogin,
): Promise<{ staff: Staff; token: string }> {
  const waitMs = await limit.attempt(address, username);
  if (waitMs > 0) throw accountErrors.too_many_logins({ retryAfterSeconds: Math.ceil(waitMs / 1000) });
  const credentials = await findCredentials(context.database.db, username);
  const matches = await verifyPassword(password, credentials?.passwordHash ?? (await decoy));
  const staff = credentials && (await findStaff(context.database.db, credentials.staffId));
  if (!matches || staff === undefined) throw accountErrors.wrong_credentials();
  await limit.succeed(address, username);
  const token = await startSession(context, {
    ...{ staffId: staff.id, userAgent, way: 'password' },
    async confirm() {
      const present = await findCredentials(context.database.db, username);
      if (present?.passwordHash !== credentials?.passwordHash) throw accountErrors.wrong_credentials();
    },
  });
  return { staff, token };
}
