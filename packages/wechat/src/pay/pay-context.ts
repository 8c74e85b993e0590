import { WeChatError } from '../errors/wechat-error.ts';
import type { Line } from '../http/send-request.ts';
import type { Merchant } from './signing/authorization.ts';
import type { KeyRing } from './signing/key-ring.ts';

/** What every operation of WeChat Pay stands on. */
export interface PayContext {
  readonly baseUrl: URL;
  readonly merchant: Merchant;
  /** The apps that the merchant is paid through; the first is meant where none is named. */
  readonly appids: readonly [string, ...string[]];
  readonly apiV3Key: Uint8Array;
  readonly keys: KeyRing;
  readonly line: Line;
  /** The line that bills come over: longer, and wider. */
  readonly billLine: Line;
  readonly notificationLimitBytes: number;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly nonce: () => string;
}

/** The app that a request is made for. Throws `wechat_appid_unconfigured` if it is not one of ours. */
export function appidFor(context: PayContext, wanted: string | undefined): string {
  const appid = wanted ?? context.appids[0];
  if (context.appids.includes(appid)) return appid;
  throw new WeChatError('wechat_appid_unconfigured', 'The app is not one of this client’s.', {
    field: '/appid',
  });
}
