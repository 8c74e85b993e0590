import { WeChatError } from '@carillon/wechat';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ACCOUNT_COOKIE, BUYER_COOKIE, readBuyerToken, readLoginToken } from '../accounts/index.ts';
import type { StaffVisitors, cookieAttributes } from '../accounts/index.ts';
import {
  BUYER_LOGIN_COOKIE,
  BUYER_LOGIN_PATH,
  SHOP_HOME,
  buyerErrors,
  identifyInWeChat,
  isShopPath,
} from '../buyers/index.ts';
import type { BuyerIdentity } from '../buyers/index.ts';
import { leadOn } from '../platform/http/lead-on.ts';
import { LOGIN_STATE_LIFETIME_MS, keepLoginState, takeLoginState } from '../platform/login-states.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import type { WeChat } from '../platform/wechat.ts';
import { logBuyerIn } from './log-buyer-in.ts';

export interface BuyerLoginParts {
  readonly context: SessionContext;
  readonly visitors: StaffVisitors;
  readonly cookies: ReturnType<typeof cookieAttributes>;
  /** What this server has credentials of. */
  readonly apps: Pick<WeChat, 'serviceAccount' | 'miniLogin'>;
  /** Address under which this browser reaches us, without trailing slash. */
  readonly addressFor: (request: FastifyRequest) => string;
}

const CALLBACK_PATH = `${BUYER_LOGIN_PATH}/callback`;
const LIMITED = { for: 'everybody', rateLimit: { max: 60, timeWindow: 60_000 } } as const;
const PURPOSE = { purposes: ['buyer'], apps: ['service'] } as const;

const text = z.string().max(512).optional();
const querySchema = z.object({ return: text, code: text, state: text });

/**
 * The two page visits of a buyer's login inside WeChat: away to WeChat, which asks nobody anything, and back from it.
 * The state is good once and in the browser that began; what the browser did before is joined to the account. What goes
 * wrong is told to the page in `login_error`, which then does not begin again by itself.
 */
export function registerBuyerLoginRoutes(app: FastifyInstance, parts: BuyerLoginParts): void {
  const { context, cookies, apps, addressFor } = parts;
  const cookie = { ...cookies.login, path: BUYER_LOGIN_PATH, maxAge: LOGIN_STATE_LIFETIME_MS / 1000 };

  app.get(
    BUYER_LOGIN_PATH,
    { config: LIMITED, schema: documentation('Leads to WeChat.') },
    (request, reply) =>
      leadOn(
        { request, reply },
        async () => {
          const { return: returnPath = SHOP_HOME } = readQuery(request);
          if (!isShopPath(returnPath)) throw buyerErrors.buyer_return_refused();
          if (apps.serviceAccount === undefined) throw buyerErrors.buyer_login_unavailable();
          const browserToken = readLoginToken(request.cookies[BUYER_LOGIN_COOKIE]) ?? context.ids.token();
          const state = await keepLoginState(context, browserToken, {
            ...{ purpose: 'buyer', app: 'service', subject: null, returnPath },
          });
          reply.setCookie(BUYER_LOGIN_COOKIE, browserToken, cookie);
          const redirectUri = addressFor(request) + CALLBACK_PATH;
          return leadToWeChat(apps.serviceAccount, { redirectUri, state });
        },
        refusalPage(SHOP_HOME),
      ),
  );

  app.get(
    CALLBACK_PATH,
    { config: LIMITED, schema: documentation('Comes back.') },
    async (request, reply) => {
      const { code, state } = readQuery(request);
      const browserToken = readLoginToken(request.cookies[BUYER_LOGIN_COOKIE]);
      const begun = await takeLoginState(context, { state, browserToken }, PURPOSE);
      return leadOn(
        { request, reply },
        async () => {
          if (begun === undefined) throw buyerErrors.buyer_login_expired();
          if (!code) throw buyerErrors.buyer_login_cancelled();
          if (apps.serviceAccount === undefined) throw buyerErrors.buyer_login_unavailable();
          const identity = await identifyInWeChat(context, apps.serviceAccount, code);
          await logIn(identity, request, reply);
          return begun.returnPath;
        },
        refusalPage(begun?.returnPath ?? SHOP_HOME),
      );
    },
  );

  /** A fresh session in place of the one that was, and what the browser did before goes to the account. */
  async function logIn(identity: BuyerIdentity, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { sessions } = context;
    const anonymousId = readBuyerToken(request.cookies[BUYER_COOKIE]);
    const userAgent = request.headers['user-agent'];
    const token = await logBuyerIn(context, { identity, way: 'h5', anonymousId, userAgent });
    const before = await sessions.find(request.cookies[ACCOUNT_COOKIE]);
    // Its sockets come back by the new cookie: other tabs go on.
    if (before?.kind === 'buyer') await sessions.end(before.id, 'logged_in');
    reply.setCookie(ACCOUNT_COOKIE, token, cookies.account);
    // Once logged out, the browser is a new buyer, not the one whose things the account has.
    reply.clearCookie(BUYER_COOKIE, cookies.buyer);
  }
}

function readQuery(request: FastifyRequest): z.infer<typeof querySchema> {
  return querySchema.safeParse(request.query).data ?? { return: '' };
}

/** @throws buyer_login_unavailable when WeChat would not lead back to where this browser found us */
function leadToWeChat(
  { webLogin }: NonNullable<WeChat['serviceAccount']>,
  request: { redirectUri: string; state: string },
): string {
  try {
    return webLogin.authorizeUrl(request);
  } catch (error) {
    if (!(error instanceof WeChatError)) throw error;
    throw buyerErrors.buyer_login_unavailable({ reason: error.code });
  }
}

function documentation(description: string) {
  return { tags: ['buyers'], summary: 'Login inside WeChat, without asking.', description };
}

/** A page of ours with the code of what was refused. */
function refusalPage(page: string): (code: string) => string {
  return (code) => `${page}${page.includes('?') ? '&' : '?'}login_error=${code}`;
}
