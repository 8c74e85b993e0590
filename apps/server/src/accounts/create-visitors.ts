import type { FastifyRequest } from 'fastify';
import { bearerOf } from '../platform/http/bearer.ts';
import { hashToken } from '../platform/ids.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import type { Visitors } from '../platform/visitors.ts';
import { accountErrors } from './account-errors.ts';
import { ACCOUNT_COOKIE, BUYER_COOKIE, STAFF_COOKIE } from './cookies.ts';
import type { CookieAttributes } from './cookies.ts';
import { findBuyer } from './find-buyer.ts';
import type { FoundBuyer } from './find-buyer.ts';
import { findSession } from './find-session.ts';
import type { StaffSession } from './find-session.ts';

/** What this domain itself asks about who is behind a request. */
export interface StaffVisitors extends Visitors {
  /** The staff member's session. Throws `not_logged_in`. */
  session(request: FastifyRequest): Promise<StaffSession>;
  /** Has whoever is behind the request looked up anew when they are asked about next. */
  forget(request: FastifyRequest): void;
  /** The buyer with the login that they have, if they have one. */
  foundBuyer(request: FastifyRequest): Promise<FoundBuyer | undefined>;
}

/** Tells the other domains who is behind a request, by our cookies. */
export function createVisitors(context: SessionContext, cookies: CookieAttributes): StaffVisitors {
  const lookedUp = new WeakMap<FastifyRequest, Promise<StaffSession | undefined>>();
  const buyers = new WeakMap<FastifyRequest, Promise<FoundBuyer | undefined>>();

  async function lookUp(request: FastifyRequest): Promise<StaffSession | undefined> {
    const found = lookedUp.get(request) ?? findSession(context, request.cookies[STAFF_COOKIE]);
    lookedUp.set(request, found);
    return found;
  }

  const visitors: StaffVisitors = {
    async session(request) {
      const session = await lookUp(request);
      if (session === undefined) throw accountErrors.not_logged_in();
      return session;
    },
    forget(request) {
      lookedUp.delete(request);
      buyers.delete(request);
    },
    async findStaff(request) {
      const session = await lookUp(request);
      if (session === undefined) return undefined;
      const { id, name, roles } = session.staff;
      return {
        ...{ id, name, session: session.id },
        shopIds: roles.map(({ shopId }) => shopId),
        managedShopIds: roles.filter(({ role }) => role !== 'clerk').map(({ shopId }) => shopId),
        ownedShopIds: roles.filter(({ role }) => role === 'owner').map(({ shopId }) => shopId),
      };
    },
    async staff(request) {
      const staff = await visitors.findStaff(request);
      if (staff === undefined) throw accountErrors.not_logged_in();
      return staff;
    },
    async staffAt(request, shopId) {
      const staff = await visitors.staff(request);
      if (!staff.shopIds.includes(shopId)) throw accountErrors.not_your_shop();
      return staff;
    },
    async managerAt(request, shopId) {
      const staff = await visitors.staffAt(request, shopId);
      if (!staff.managedShopIds.includes(shopId)) throw accountErrors.managers_only();
      return staff;
    },
    async ownerAt(request, shopId) {
      const staff = await visitors.staffAt(request, shopId);
      if (!staff.ownedShopIds.includes(shopId)) throw accountErrors.owners_only();
      return staff;
    },
    async foundBuyer(request) {
      const found =
        buyers.get(request) ??
        findBuyer(context, {
          account: bearerOf(request.headers) ?? request.cookies[ACCOUNT_COOKIE],
          anonymous: request.cookies[BUYER_COOKIE],
        });
      buyers.set(request, found);
      return found;
    },
    findBuyer: async (request) => (await visitors.foundBuyer(request))?.buyerId,
    async buyer(request, reply) {
      const known = await visitors.findBuyer(request);
      if (known !== undefined) return known;
      const token = context.ids.token();
      reply.setCookie(BUYER_COOKIE, token, cookies.buyer);
      return hashToken(token);
    },
  };
  return visitors;
}
