import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { hashToken } from '../platform/ids.ts';
import { accountErrors } from './account-errors.ts';
import { bindIdentity } from './bind-identity.ts';
import { findStaffId } from './identity-store.ts';
import type { Identity } from './identity-store.ts';
import { findInvitation, takeInvitation } from './invitation-store.ts';
import type { InvitationAim, OpenInvitation } from './invitation-store.ts';
import { hashPassword } from './password.ts';
import { insertPerson, insertPlace, isDisabledEverywhere } from './people-store.ts';

/** By what somebody takes an invitation. */
export type Acceptance =
  | { readonly by: 'password'; readonly username: string; readonly password: string }
  | { readonly by: 'account'; readonly staffId: number }
  | { readonly by: 'wechat'; readonly identity: Identity };

type Parts = Pick<Context, 'database' | 'clock'>;

/** Finds what a link is good for, and leaves it so. @throws invitation_not_found */
export async function readInvitation({ database, clock }: Parts, token: string): Promise<OpenInvitation> {
  const found = await findInvitation(database.db, { tokenHash: hashToken(token), now: clock.now() });
  if (found === undefined) throw accountErrors.invitation_not_found();
  return found;
}

/**
 * Takes an invitation, of many who try at once for one: a new account by password, the account that is logged in, or
 * a WeChat account, whether we know it or not. A link that binds is taken by WeChat only. If it cannot be taken so,
 * it stays good.
 * @param tokenHash of the invitation's token
 * @returns whose it was, and what it was good for
 * @throws invitation_not_found, username_taken, already_on_staff, wechat_bound_elsewhere, staff_disabled,
 *   passwords_busy
 */
export async function acceptInvitation(
  { database, clock }: Parts,
  tokenHash: string,
  acceptance: Acceptance,
): Promise<{ staffId: number; aim: InvitationAim }> {
  // A token that somebody made up costs us no hash.
  const isOpen = await findInvitation(database.db, { tokenHash, now: clock.now() });
  if (isOpen === undefined) throw accountErrors.invitation_not_found();
  // Before the transaction: it takes its time.
  const passwordHash = acceptance.by === 'password' ? await hashPassword(acceptance.password) : '';
  return database.transaction(async (tx) => {
    const invitation = await takeInvitation(tx, { tokenHash, now: clock.now() });
    if (invitation === undefined) throw accountErrors.invitation_not_found();
    const { aim, name } = invitation;
    if (aim.kind === 'bind') return { staffId: await bind(tx, aim, acceptance), aim };
    const staffId = await findOrAdd(tx, acceptance, { name, passwordHash });
    if (!(await insertPlace(tx, { shopId: aim.shopId, staffId }, aim.role)))
      throw accountErrors.already_on_staff();
    return { staffId, aim };
  });
}

async function bind(
  tx: Tx,
  { staffId }: Extract<InvitationAim, { kind: 'bind' }>,
  acceptance: Acceptance,
): Promise<number> {
  if (acceptance.by !== 'wechat') throw accountErrors.invitation_not_found();
  if (await isDisabledEverywhere(tx, staffId)) throw accountErrors.staff_disabled();
  await bindIdentity(tx, staffId, acceptance.identity);
  return staffId;
}

async function findOrAdd(
  tx: Tx,
  acceptance: Acceptance,
  { name, passwordHash }: { name: string; passwordHash: string },
): Promise<number> {
  if (acceptance.by === 'account') return acceptance.staffId;
  if (acceptance.by === 'password') {
    const { username } = acceptance;
    const staffId = await insertPerson(tx, { name, login: { username, passwordHash } });
    if (staffId === undefined) throw accountErrors.username_taken();
    return staffId;
  }
  const known = await findStaffId(tx, acceptance.identity);
  if (known !== undefined) return known;
  const staffId = await insertPerson(tx, { name, login: null });
  if (staffId === undefined) throw new Error('somebody without a username was taken for somebody else');
  await bindIdentity(tx, staffId, acceptance.identity);
  return staffId;
}
