import type { Context } from '../platform/context.ts';
import type { Deed } from '../platform/deed.ts';
import { takeLoginState } from '../platform/login-states.ts';
import type { LoginReturn } from '../platform/login-states.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import { acceptInvitation } from './accept-invitation.ts';
import { accountErrors } from './account-errors.ts';
import { bindIdentity } from './bind-identity.ts';
import { describeTaking } from './describe-taking.ts';
import { findStaffId, insertIdentity } from './identity-store.ts';
import type { Identity } from './identity-store.ts';
import { isDisabledEverywhere, lockLogin } from './people-store.ts';
import { LOGIN_PURPOSES, STAFF_APPS, identify } from './staff-apps.ts';
import type { StaffApps } from './staff-apps.ts';
import { startSession } from './start-session.ts';

export interface StaffReturn extends LoginReturn {
  /** What came back from WeChat; a person who declined has no code. */
  readonly code: string | undefined;
  /** Who is logged in in the browser that came back. */
  readonly staffId: number | undefined;
  readonly userAgent: string | undefined;
}

/**
 * Finishes what a browser went to WeChat for: the state must be ours, unused and this browser's; then the code is
 * exchanged for who scanned. Binding goes to the account that began it, and only while that is logged in.
 * @returns where it leads, what was done with it, and the token of a fresh session, unless it bound WeChat to the
 *   one that is
 * @throws wechat_login_expired, wechat_login_cancelled, wechat_login_failed, wechat_login_snapshot,
 *   wechat_login_unknown, staff_disabled, wechat_bound_elsewhere, and what `acceptInvitation` throws
 */
export async function finishWeChatLogin(
  context: SessionContext,
  apps: StaffApps,
  { code, staffId: ownId, userAgent, ...back }: StaffReturn,
): Promise<{ token: string | undefined; returnPath: string; deed: Deed }> {
  const state = await takeLoginState(context, back, { purposes: LOGIN_PURPOSES, apps: STAFF_APPS });
  if (state === undefined) throw accountErrors.wechat_login_expired();
  const { purpose, app, subject, returnPath } = state;
  if (!code) throw accountErrors.wechat_login_cancelled();
  const identity = await identify(context, apps, { app, code });
  if (purpose === 'bind') {
    if (ownId === undefined || String(ownId) !== subject) throw accountErrors.wechat_login_expired();
    await context.database.transaction(async (tx) => bindIdentity(tx, ownId, identity));
    return { token: undefined, returnPath, deed: { staffId: ownId, action: 'bindWeChat' } };
  }
  const way = app === 'open' ? 'wechat_qr' : 'h5';
  const deed: Deed =
    purpose === 'accept'
      ? describeTaking(
          'acceptInvitationByWeChat',
          await acceptInvitation(context, subject ?? '', { by: 'wechat', identity }),
        )
      : { staffId: await recognise(context, identity), action: 'logInByWeChat' };
  const { staffId } = deed;
  const token = await startSession(context, {
    ...{ staffId, userAgent, way },
    async confirm() {
      const present = await findStaffId(context.database.db, identity);
      if (present !== staffId) throw accountErrors.wechat_login_unknown();
    },
  });
  return { token, returnPath, deed };
}

async function recognise({ database }: Pick<Context, 'database'>, identity: Identity): Promise<number> {
  const known = await findStaffId(database.db, identity);
  if (known === undefined) throw accountErrors.wechat_login_unknown();
  if (await isDisabledEverywhere(database.db, known)) throw accountErrors.staff_disabled();
  return database.transaction(async (tx) => {
    // Held, so that nobody unbinds between the look and what is written of it, which would bind it anew.
    await lockLogin(tx, known);
    if ((await findStaffId(tx, identity)) !== known) throw accountErrors.wechat_login_unknown();
    // Known by the unionid alone until now: from here on this app knows them too.
    await insertIdentity(tx, known, identity);
    return known;
  });
}
