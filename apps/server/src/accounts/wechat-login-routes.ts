import { WeChatError } from '@carillon/wechat';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import type { WeChatLogin } from '../platform/wechat.ts';
import { accountErrors } from './account-errors.ts';
import { beginWeChatLogin } from './begin-wechat-login.ts';
import { LOGIN_COOKIE, STAFF_COOKIE, WECHAT_LOGIN_PATH, readLoginToken } from './cookies.ts';
import type { CookieAttributes } from './cookies.ts';
import { finishWeChatLogin } from './finish-wechat-login.ts';
import { CONSOLE_HOME } from './return-path.ts';

export interface WeChatLoginParts {
  readonly context: Context;
  readonly cookies: CookieAttributes;
  /** Undefined when the server has no credentials for it. */
  readonly wechatLogin: WeChatLogin | undefined;
  /** Address under which this browser reaches us, without trailing slash. */
  readonly addressFor: (request: FastifyRequest) => string;
}

const CALLBACK_PATH = `${WECHAT_LOGIN_PATH}/callback`;
const MAX_PER_MINUTE = 60;

const beginQuerySchema = z.object({ return: z.string().default(CONSOLE_HOME) });
const text = z.string().max(256).optional();
const callbackQuerySchema = z.object({ code: text, state: text });

/**
 * The two page visits of a login through WeChat: away to its QR code, and back from it. Neither address ever
 * holds an openid. What goes wrong is shown by the console's login page, by its code.
 */
export function registerWeChatLoginRoutes(app: FastifyInstance, parts: WeChatLoginParts): void {
  const { context, cookies, wechatLogin, addressFor } = parts;
  const config = { for: 'everybody', rateLimit: { max: MAX_PER_MINUTE, timeWindow: 60_000 } } as const;

  app.get(WECHAT_LOGIN_PATH, { config, schema: documentation('Leads to the QR code.') }, (request, reply) =>
    leadOn(request, reply, async () => {
      if (wechatLogin === undefined) throw accountErrors.wechat_login_unavailable();
      const query = beginQuerySchema.safeParse(request.query);
      if (!query.success) throw accountErrors.return_path_refused();
      // A second tab must not take the first one's cookie away: both logins are this browser's.
      const browserToken = readLoginToken(request.cookies[LOGIN_COOKIE]) ?? context.ids.token();
      const state = await beginWeChatLogin(context, { browserToken, returnPath: query.data.return });
      reply.setCookie(LOGIN_COOKIE, browserToken, cookies.login);
      return qrCodeAddress(wechatLogin, { redirectUri: addressFor(request) + CALLBACK_PATH, state });
    }),
  );

  app.get(CALLBACK_PATH, { config, schema: documentation('Comes back from it.') }, (request, reply) =>
    leadOn(request, reply, async () => {
      if (wechatLogin === undefined) throw accountErrors.wechat_login_unavailable();
      const query = callbackQuerySchema.safeParse(request.query);
      if (!query.success) throw accountErrors.wechat_login_expired();
      const { token, returnPath } = await finishWeChatLogin(context, wechatLogin, {
        code: query.data.code,
        state: query.data.state,
        browserToken: readLoginToken(request.cookies[LOGIN_COOKIE]),
        userAgent: request.headers['user-agent'],
      });
      reply.setCookie(STAFF_COOKIE, token, cookies.staff);
      return returnPath;
    }),
  );
}

/** @throws wechat_login_unavailable when WeChat would not lead back to where this browser found us */
function qrCodeAddress({ client }: WeChatLogin, request: { redirectUri: string; state: string }): string {
  try {
    return client.authorizeUrl(request);
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error;
    throw accountErrors.wechat_login_unavailable({ reason: error.code });
  }
}

function documentation(description: string) {
  return { tags: ['accounts'], summary: 'Login by scanning a QR code with WeChat.', description };
}

/**
 * Leads the browser to the address that `findAddress` gives, or back to the login page with the code of what was
 * refused. No cache keeps a copy, and the next page does not learn our address, which may hold the state.
 */
async function leadOn(
  request: FastifyRequest,
  reply: FastifyReply,
  findAddress: () => Promise<string>,
): Promise<FastifyReply> {
  reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
  try {
    const address = await findAddress();
    return await reply.redirect(address);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    request.log.info({ code: error.code }, 'a login through WeChat was refused');
    return reply.redirect(`/console/login?error=${error.code}`);
  }
}
