import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { AppError } from '../platform/errors.ts';
import type { WeChatLogin } from '../platform/wechat.ts';
import { accountErrors } from './account-errors.ts';
import { beginWeChatLogin } from './begin-wechat-login.ts';
import { LOGIN_COOKIE, STAFF_COOKIE, WECHAT_LOGIN_PATH } from './cookies.ts';
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
 * holds an openid. What goes wrong on the way back is shown by the console's login page, by its code.
 */
export function registerWeChatLoginRoutes(app: FastifyInstance, parts: WeChatLoginParts): void {
  const { context, cookies, wechatLogin, addressFor } = parts;
  const config = { rateLimit: { max: MAX_PER_MINUTE, timeWindow: 60_000 } };

  app.get(
    WECHAT_LOGIN_PATH,
    { config, schema: documentation('Leads to the QR code.') },
    async (request, reply) => {
      if (wechatLogin === undefined) throw accountErrors.wechat_login_unavailable();
      const query = beginQuerySchema.safeParse(request.query);
      if (!query.success) throw accountErrors.return_path_refused();
      const { return: returnPath } = query.data;
      // A second tab must not take the first one's cookie away: both logins are this browser's.
      const browserToken = request.cookies[LOGIN_COOKIE] ?? context.ids.token();
      const state = await beginWeChatLogin(context, { browserToken, returnPath });
      reply.setCookie(LOGIN_COOKIE, browserToken, cookies.login);
      const redirectUri = addressFor(request) + CALLBACK_PATH;
      return leadTo(reply, wechatLogin.client.authorizeUrl({ redirectUri, state }));
    },
  );

  app.get(CALLBACK_PATH, { config, schema: documentation('Comes back from it.') }, async (request, reply) => {
    try {
      if (wechatLogin === undefined) throw accountErrors.wechat_login_unavailable();
      const query = callbackQuerySchema.safeParse(request.query);
      if (!query.success) throw accountErrors.wechat_login_expired();
      const { token, returnPath } = await finishWeChatLogin(context, wechatLogin, {
        code: query.data.code,
        state: query.data.state,
        browserToken: request.cookies[LOGIN_COOKIE],
      });
      reply.setCookie(STAFF_COOKIE, token, cookies.staff);
      return await leadTo(reply, returnPath);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      request.log.info({ code: error.code }, 'a login through WeChat was refused');
      return leadTo(reply, `/console/login?error=${error.code}`);
    }
  });
}

function documentation(description: string) {
  return { tags: ['accounts'], summary: 'Login by scanning a QR code with WeChat.', description };
}

/** Redirects without leaving a copy in any cache, nor our address (it holds the state) at the next page. */
async function leadTo(reply: FastifyReply, address: string): Promise<FastifyReply> {
  return reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer').redirect(address);
}
