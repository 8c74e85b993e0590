import type { Api } from '@carillon/contract';
import { forget, recall, remember, tabMemory } from './memory.ts';

/** A login that came back without success is not begun again for so long: nobody is to be led in circles. */
const PAUSE_MS = 60_000;

/** Set by who logs out: else the next page would log them in again. */
const LOGGED_OUT = 'logged-out';

/** Has nobody logged in here until they ask for it. */
export function forbidSilentLogin(): void {
  remember(LOGGED_OUT, true);
}

/** Lets the login that asks nothing go on as usual. */
export function allowSilentLogin(): void {
  forget(LOGGED_OUT);
}

interface Visit {
  /** Path and query of the page. */
  readonly path: string;
  readonly nowMs: number;
  readonly leave: (address: string) => void;
}

/**
 * Inside WeChat, leads the buyer through the login that asks nothing and comes straight back, unless they are logged
 * in, or have logged out by themselves. Whatever goes wrong, the page is shown: one can order without a login, and pay by code.
 * @returns whether the page is being left
 */
export async function logInSilently(api: Api, { path, nowMs, leave }: Visit): Promise<boolean> {
  if (recall(LOGGED_OUT) === true) return false;
  const tried = tabMemory('wechat-login');
  // The server leads back with it when a login did not succeed.
  if (new URLSearchParams(path.split('?')[1]).has('login_error')) return false;
  if (nowMs - Number(tried.read() ?? 0) < PAUSE_MS) return false;
  try {
    const { buyer, canLogIn } = await api('readBuyer', {});
    if (buyer.canPayInWeChat || !canLogIn) return false;
  } catch {
    return false;
  }
  tried.write(String(nowMs));
  leave(`/api/buyer/login/wechat?return=${encodeURIComponent(path)}`);
  return true;
}
