import { bindWeChatSchema, wechatAddressReplySchema } from '@carillon/contract/schemas';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { NoteDeed } from '../platform/deed.ts';
import { leadOn } from '../platform/http/lead-on.ts';
import { registerRoute } from '../platform/http/register-route.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import type { Visitors } from '../platform/visitors.ts';
import { accountErrors } from './account-errors.ts';
import { beginWeChatLogin } from './begin-wechat-login.ts';
import { checkOwnPassword } from './check-own-password.ts';
import { LOGIN_COOKIE, STAFF_COOKIE, WECHAT_LOGIN_PATH, readLoginToken } from './cookies.ts';
import type { CookieAttributes } from './cookies.ts';
import { finishWeChatLogin } from './finish-wechat-login.ts';
import type { LoginLimit } from './login-limit.ts';
import { CONSOLE_HOME } from './return-path.ts';
import { authorizeUrl, chooseApp } from './staff-apps.ts';
import type { LoginPurpose, StaffApps } from './staff-apps.ts';

export interface WeChatLoginParts {
  readonly context: SessionContext;
  readonly cookies: CookieAttributes;
  readonly visitors: Visitors;
  readonly limit: LoginLimit;
  readonly apps: StaffApps;
  readonly noteDeed: NoteDeed;
  /** Address under which this browser reaches us, without trailing slash. */
  readonly addressFor: (request: FastifyRequest) => string;
}

const CALLBACK_PATH = `${WECHAT_LOGIN_PATH}/callback`;
const MAX_PER_MINUTE = 60;
const LIMITED = { rateLimit: { max: MAX_PER_MINUTE, timeWindow: 60_000 } };

const beginQuerySchema = z.object({ return: z.string().default(CONSOLE_HOME) });
const text = z.string().max(256).optional();
const callbackQuerySchema = z.object({ code: text, state: text });

/**
 * The page visits of staff who come through WeChat: away to its page, and back from it. No address ever holds an
 * openid. What goes wrong is shown by the console's login page, by its code.
 */
export function registerWeChatLoginRoutes(app: FastifyInstance, parts: WeChatLoginParts): void {
  const { context, cookies, visitors, limit, apps, noteDeed } = parts;

  const open = { ...LIMITED, for: 'everybody' } as const;
  app.get(
    WECHAT_LOGIN_PATH,
    { config: open, schema: documentation('Leads to the QR code, or inside WeChat straight back.') },
    (request, reply) =>
      leadOn(
        { request, reply },
        async () => {
          const returnPath = readReturnPath(request);
          return leadToWeChat(parts, { request, reply }, { purpose: 'log_in', returnPath, subject: null });
        },
        refusalPage(visitors, request),
      ),
  );

  registerRoute(app, 'bindWeChat', {
    tag: 'accounts',
    summary: 'Begins to bind the QR login to who is logged in.',
    maxPerMinute: MAX_PER_MINUTE,
    schemas: { body: bindWeChatSchema, reply: wechatAddressReplySchema },
    handler: async (request, reply) => {
      const { id: staffId } = await visitors.staff(request);
      const { currentPassword, returnPath } = request.body;
      await checkOwnPassword(context, { limit, staffId, address: request.ip }, currentPassword);
      const binding = { purpose: 'bind', returnPath, subject: String(staffId) } as const;
      return { address: await leadToWeChat(parts, { request, reply }, binding) };
    },
  });

  app.get(CALLBACK_PATH, { config: open, schema: documentation('Comes back from it.') }, (request, reply) =>
    leadOn(
      { request, reply },
      async () => {
        const query = callbackQuerySchema.safeParse(request.query);
        if (!query.success) throw accountErrors.wechat_login_expired();
        const { token, returnPath, deed } = await finishWeChatLogin(context, apps, {
          code: query.data.code,
          state: query.data.state,
          browserToken: readLoginToken(request.cookies[LOGIN_COOKIE]),
          staffId: (await visitors.findStaff(request))?.id,
          userAgent: request.headers['user-agent'],
        });
        await noteDeed(deed);
        if (token !== undefined) {
          await context.sessions.logOut(request.cookies[STAFF_COOKIE]);
          reply.setCookie(STAFF_COOKIE, token, cookies.staff);
        }
        return returnPath;
      },
      refusalPage(visitors, request),
    ),
  );
}

/**
 * Begins a login in a browser: gives it the cookie that binds the login to it, and returns the address of WeChat's
 * page.
 * @throws wechat_login_unavailable, return_path_refused
 */
export async function leadToWeChat(
  { context, cookies, apps, addressFor }: Omit<WeChatLoginParts, 'visitors' | 'limit' | 'noteDeed'>,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  login: { purpose: LoginPurpose; returnPath: string; subject: string | null },
): Promise<string> {
  const app = chooseApp(apps, request.headers['user-agent']);
  // A second tab must not take the first one's cookie away: both logins are this browser's.
  const browserToken = readLoginToken(request.cookies[LOGIN_COOKIE]) ?? context.ids.token();
  const state = await beginWeChatLogin(context, { ...login, browserToken, app });
  reply.setCookie(LOGIN_COOKIE, browserToken, cookies.login);
  return authorizeUrl(apps, app, { redirectUri: addressFor(request) + CALLBACK_PATH, state });
}

function readReturnPath(request: FastifyRequest): string {
  const query = beginQuerySchema.safeParse(request.query);
  if (!query.success) throw accountErrors.return_path_refused();
  return query.data.return;
}

function documentation(description: string) {
  return { tags: ['accounts'], summary: 'Login by scanning a QR code with WeChat.', description };
}

/** The page that shows what was refused: the login page, or the own account's for who is logged in. */
function refusalPage(visitors: Visitors, request: FastifyRequest): (code: string) => Promise<string> {
  return async (code) => {
    const page = (await visitors.findStaff(request)) === undefined ? 'login' : 'account';
    return `/console/${page}?error=${code}`;
  };
}
