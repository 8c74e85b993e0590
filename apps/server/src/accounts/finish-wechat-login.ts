import { WeChatError } from '@carillon/wechat';
import type { WeChatIdentity } from '@carillon/wechat';
import type { Context } from '../platform/context.ts';
import { hashToken } from '../platform/ids.ts';
import type { WeChatLogin } from '../platform/wechat.ts';
import { accountErrors } from './account-errors.ts';
import { findStaffByOpenid, takeLoginState } from './account-store.ts';
import { startSession } from './start-session.ts';

export interface LoginReturn {
  /** What came back from WeChat; a person who declined has no code. */
  readonly code: string | undefined;
  readonly state: string | undefined;
  /** The cookie of the browser that came back. */
  readonly browserToken: string | undefined;
  readonly userAgent: string | undefined;
}

/**
 * Finishes a login through WeChat: the state must be ours, unused and this browser's; then the code is exchanged
 * for an openid, which must be on record. Returns a fresh session's token and where the login leads.
 * @throws wechat_login_expired, wechat_login_cancelled, wechat_login_failed, wechat_login_unknown
 */
export async function finishWeChatLogin(
  context: Context,
  wechat: WeChatLogin,
  { code, state, browserToken, userAgent }: LoginReturn,
): Promise<{ token: string; returnPath: string }> {
  const { database, clock } = context;
  if (!state || !browserToken) throw accountErrors.wechat_login_expired();
  const returnPath = await takeLoginState(database.db, {
    stateHash: hashToken(state),
    browserHash: hashToken(browserToken),
    now: clock.now(),
  });
  if (returnPath === undefined) throw accountErrors.wechat_login_expired();
  if (!code) throw accountErrors.wechat_login_cancelled();
  const { openid } = await exchange(context, wechat, code);
  const staff = await findStaffByOpenid(database.db, { appid: wechat.appid, openid });
  if (staff === undefined) throw accountErrors.wechat_login_unknown();
  return { token: await startSession(context, { staffId: staff.id, userAgent }), returnPath };
}

async function exchange({ logger }: Context, { client }: WeChatLogin, code: string): Promise<WeChatIdentity> {
  try {
    return await client.exchangeCode(code);
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error;
    logger.warn({ code: error.code, requestId: error.requestId }, 'WeChat did not exchange a login code');
    throw accountErrors.wechat_login_failed();
  }
}
