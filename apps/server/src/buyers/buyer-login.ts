import { WeChatError } from '@carillon/wechat';
import type { WeChatIdentity } from '@carillon/wechat';
import type { Context } from '../platform/context.ts';
import type { AppError } from '../platform/errors.ts';
import type { ServiceAccount, WeChat } from '../platform/wechat.ts';
import { buyerErrors } from './buyer-errors.ts';
import type { BuyerIdentity } from './buyer-store.ts';

/** Paths of the login inside WeChat; its cookie goes nowhere else. */
export const BUYER_LOGIN_PATH = '/api/buyer/login/wechat';
export const BUYER_LOGIN_COOKIE = 'carillon_buyer_login';

type Parts = Pick<Context, 'logger'>;

/**
 * Exchanges the code that a browser inside WeChat brought back for who looks at the page. The stand-in of a "snapshot
 * page" is nobody who could order or pay.
 * @throws buyer_login_failed, snapshot_user
 */
export async function identifyInWeChat(
  parts: Parts,
  { appid, webLogin }: Pick<ServiceAccount, 'appid' | 'webLogin'>,
  code: string,
): Promise<BuyerIdentity> {
  const found = await webLogin.exchangeCode(code).catch((error: unknown) => {
    throw refusalOf(parts, error);
  });
  if (found.isSnapshotUser) throw buyerErrors.snapshot_user();
  return toIdentity(appid, found);
}

/**
 * Exchanges the code that a mini program got of `wx.login`.
 * @throws buyer_login_failed, risk_user
 */
export async function identifyInMiniProgram(
  parts: Parts,
  { appid, client }: NonNullable<WeChat['miniLogin']>,
  code: string,
): Promise<BuyerIdentity> {
  const found = await client.exchangeCode(code).catch((error: unknown) => {
    throw refusalOf(parts, error);
  });
  return toIdentity(appid, found);
}

function toIdentity(appid: string, { openid, unionid }: WeChatIdentity): BuyerIdentity {
  return { appid, openid, unionid: unionid ?? null };
}

function refusalOf({ logger }: Parts, error: unknown): AppError {
  if (!(error instanceof WeChatError)) throw error;
  logger.warn({ code: error.code, requestId: error.requestId }, 'WeChat did not exchange a buyer’s code');
  return error.code === 'wechat_risk_user' ? buyerErrors.risk_user() : buyerErrors.buyer_login_failed();
}
