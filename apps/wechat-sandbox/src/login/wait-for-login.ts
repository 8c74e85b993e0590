import type { Clock } from '../platform/clock.ts';
import type { Login, LoginBook, LoginStage } from './login-book.ts';

/** The long poll's patience. */
const POLL_LIMIT_MS = 25_000;

/** As the login page of open.weixin.qq.com hears it. Not documented by WeChat; imitated. */
export const WX_ERRCODES: Record<LoginStage, number> = {
  waiting: 408,
  scanned: 404,
  confirmed: 405,
  declined: 403,
  expired: 402,
};

export interface LoginNews {
  wx_errcode: number;
  wx_code?: string;
  redirect?: string;
}

/** Answers once the login's stage differs from `lastErrcode`, or when patience ends. An unknown one has expired. */
export function waitForLogin(
  { logins, clock }: { logins: LoginBook; clock: Clock },
  { uuid, lastErrcode, gone }: { uuid: string; lastErrcode: number; gone: AbortSignal },
): Promise<LoginNews> {
  const look = () => newsOf(logins.get(uuid));
  const first = look();
  if (first.wx_errcode !== lastErrcode) return Promise.resolve(first);

  return new Promise((resolve) => {
    const finish = () => {
      stopListening();
      cancelPatience();
      gone.removeEventListener('abort', finish);
      resolve(look());
    };
    const stopListening = logins.onChange((login) => {
      if (login.uuid === uuid) finish();
    });
    const cancelPatience = clock.after(POLL_LIMIT_MS, finish);
    gone.addEventListener('abort', finish);
  });
}

function newsOf(login: Login | undefined): LoginNews {
  if (!login) return { wx_errcode: WX_ERRCODES.expired };
  return {
    wx_errcode: WX_ERRCODES[login.stage],
    ...(login.code !== undefined && { wx_code: login.code }),
    ...(login.redirectTo !== undefined && { redirect: login.redirectTo }),
  };
}
