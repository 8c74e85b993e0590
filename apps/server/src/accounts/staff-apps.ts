import { WeChatError } from '@carillon/wechat';
import type { Context } from '../platform/context.ts';
import type { ServiceAccount, WeChatLogin } from '../platform/wechat.ts';
import { accountErrors } from './account-errors.ts';
import type { Identity } from './identity-store.ts';

/** The app of WeChat's that staff come through: a QR code to scan, or the service account, inside WeChat itself. */
export type StaffApp = 'open' | 'service';

/** What they come for: to log in, to bind WeChat to the account that is logged in, or to take an invitation. */
export type LoginPurpose = 'log_in' | 'bind' | 'accept';

export const STAFF_APPS = ['open', 'service'] as const satisfies StaffApp[];
export const LOGIN_PURPOSES = ['log_in', 'bind', 'accept'] as const satisfies LoginPurpose[];

/** Those that this server has credentials of. */
export interface StaffApps {
  readonly open: WeChatLogin | undefined;
  readonly service: Pick<ServiceAccount, 'appid' | 'webLogin'> | undefined;
}

/**
 * The app for a browser: inside WeChat nobody can scan what their own screen shows, so there it is the service
 * account, if it is set up.
 * @throws wechat_login_unavailable
 */
export function chooseApp({ open, service }: StaffApps, userAgent = ''): StaffApp {
  if (service !== undefined && isInsideWeChat(userAgent)) return 'service';
  if (open === undefined) throw accountErrors.wechat_login_unavailable();
  return 'open';
}

export function isInsideWeChat(userAgent: string): boolean {
  return /MicroMessenger\//i.test(userAgent);
}

/**
 * Address of WeChat's page, which leads back to us.
 * @throws wechat_login_unavailable when WeChat would not lead back to where this browser found us
 */
export function authorizeUrl(
  apps: StaffApps,
  app: StaffApp,
  request: { redirectUri: string; state: string },
): string {
  const client = app === 'open' ? apps.open?.client : apps.service?.webLogin;
  if (client === undefined) throw accountErrors.wechat_login_unavailable();
  try {
    return client.authorizeUrl(request);
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error;
    throw accountErrors.wechat_login_unavailable({ reason: error.code });
  }
}

/**
 * Exchanges the code that a browser brought back for who came with it.
 * @throws wechat_login_unavailable, wechat_login_failed, wechat_login_snapshot
 */
export async function identify(
  { logger }: Pick<Context, 'logger'>,
  { open, service }: StaffApps,
  { app, code }: { app: StaffApp; code: string },
): Promise<Identity> {
  try {
    if (app === 'open') {
      if (open === undefined) throw accountErrors.wechat_login_unavailable();
      const { openid, unionid = null } = await open.client.exchangeCode(code);
      return { appid: open.appid, openid, unionid };
    }
    if (service === undefined) throw accountErrors.wechat_login_unavailable();
    const { openid, unionid = null, isSnapshotUser } = await service.webLogin.exchangeCode(code);
    if (isSnapshotUser) throw accountErrors.wechat_login_snapshot();
    return { appid: service.appid, openid, unionid };
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error;
    logger.warn({ code: error.code, requestId: error.requestId }, 'WeChat did not exchange a login code');
    throw accountErrors.wechat_login_failed();
  }
}

interface Binding {
  readonly qr: boolean;
  readonly official: boolean;
}

/** What a person with identities under these apps can use. */
export function bindingOf({ open, service }: StaffApps, appids: ReadonlySet<string> = new Set()): Binding {
  return {
    qr: open !== undefined && appids.has(open.appid),
    official: service !== undefined && appids.has(service.appid),
  };
}

/** What this server could bind. */
export function offersOf({ open, service }: StaffApps): Binding {
  return { qr: open !== undefined, official: service !== undefined };
}
