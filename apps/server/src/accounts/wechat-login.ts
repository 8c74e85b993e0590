import type { QrLogin } from '@carillon/wechat';

/** The Open Platform website app that staff log in through. */
export interface WeChatLogin {
  /** Openids mean something only together with the app they were given to. */
  readonly appid: string;
  readonly client: QrLogin;
}
