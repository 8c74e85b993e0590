import type { BuyerReply } from '@carillon/contract';
import {
  buyerReplySchema,
  buyerTokenReplySchema,
  deviceIdSchema,
  logInMiniProgramSchema,
  ownSessionListReplySchema,
} from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { ACCOUNT_COOKIE, accountErrors, endOwnSession, listOwnSessions } from '../accounts/index.ts';
import { buyerErrors, findOpenid, identifyInMiniProgram } from '../buyers/index.ts';
import { bearerOf } from '../platform/http/bearer.ts';
import { registerRoute } from '../platform/http/register-route.ts';
import { buyerOwner } from '../platform/sessions/session.ts';
import type { BuyerLoginParts } from './buyer-login-routes.ts';
import { logBuyerIn } from './log-buyer-in.ts';

/** Guesses of codes are hopeless; this keeps them from being costly, and WeChat from being asked too often. */
const MAX_PER_MINUTE = 30;

/** Which of WeChat's apps a buyer who logged in so is paid through. */
export function payingAppid(
  { serviceAccount, miniLogin }: BuyerLoginParts['apps'],
  way: string | undefined,
): string | undefined {
  if (way === 'h5') return serviceAccount?.appid;
  return way === 'mini_program' ? miniLogin?.appid : undefined;
}

/** Who a buyer is and where they are logged in, the mini program's login, and logging out. */
export function registerBuyerAccountRoutes(app: FastifyInstance, parts: BuyerLoginParts): void {
  const { context, visitors, cookies, apps } = parts;
  const { database, sessions } = context;

  registerRoute(app, 'readBuyer', {
    tag: 'buyers',
    summary: 'Tells a buyer’s page whether they are logged in, and what they can do.',
    schemas: { reply: buyerReplySchema },
    handler: async (request) => {
      const found = await visitors.foundBuyer(request);
      const canLogIn = apps.serviceAccount !== undefined;
      if (found?.session === undefined) {
        return { buyer: { isLoggedIn: false, way: null, canPayInWeChat: false }, canLogIn };
      }
      const { way } = found.session;
      const appid = payingAppid(apps, way);
      const openid = appid && (await findOpenid(database.db, { appid, buyerId: found.buyerId }));
      const buyer: BuyerReply['buyer'] = {
        isLoggedIn: true,
        way: way === 'mini_program' ? 'mini_program' : 'h5',
        canPayInWeChat: openid !== undefined,
      };
      return { buyer, canLogIn };
    },
  });

  registerRoute(app, 'listBuyerSessions', {
    tag: 'buyers',
    summary: 'Lists where a buyer is logged in; nowhere, for one who is not.',
    schemas: { reply: ownSessionListReplySchema },
    handler: async (request) => {
      const found = await visitors.foundBuyer(request);
      if (found?.session === undefined) return { sessions: [] };
      return listOwnSessions(sessions, buyerOwner(found.buyerId), found.session.id);
    },
  });

  registerRoute(app, 'endBuyerSession', {
    tag: 'buyers',
    summary: 'Logs another device of the same buyer out and closes its sockets.',
    schemas: { params: z.object({ sessionId: deviceIdSchema }) },
    handler: async (request) => {
      const found = await visitors.foundBuyer(request);
      if (found?.session === undefined) throw accountErrors.session_not_found();
      await endOwnSession(sessions, buyerOwner(found.buyerId), request.params.sessionId);
      return undefined;
    },
  });

  registerRoute(app, 'logInMiniProgram', {
    tag: 'buyers',
    summary: 'Logs a buyer of the mini program in.',
    maxPerMinute: MAX_PER_MINUTE,
    schemas: { body: logInMiniProgramSchema, reply: buyerTokenReplySchema },
    handler: async (request) => {
      if (apps.miniLogin === undefined) throw buyerErrors.buyer_login_unavailable();
      const identity = await identifyInMiniProgram(context, apps.miniLogin, request.body.code);
      const userAgent = request.headers['user-agent'];
      return { token: await logBuyerIn(context, { identity, way: 'mini_program', userAgent }) };
    },
  });

  registerRoute(app, 'logOutBuyer', {
    tag: 'buyers',
    summary: 'Ends the session of a buyer and closes its sockets; the browser is anonymous again.',
    schemas: {},
    handler: async (request, reply) => {
      const session = await sessions.find(bearerOf(request.headers) ?? request.cookies[ACCOUNT_COOKIE]);
      if (session?.kind === 'buyer') await sessions.end(session.id, 'logged_out');
      reply.clearCookie(ACCOUNT_COOKIE, cookies.account);
      return undefined;
    },
  });
}
