import type { FastifyRequest } from 'fastify';
import { hashToken } from '../platform/ids.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import type { Visitors } from '../platform/visitors.ts';
import { accountErrors } from './account-errors.ts';
import { BUYER_COOKIE, STAFF_COOKIE, TOKEN_PATTERN } from './cookies.ts';
import type { CookieAttributes } from './cookies.ts';
import { findSession } from './find-session.ts';
import type { StaffSession } from './find-session.ts';

/** What this domain itself asks about who is behind a request. */
export interface StaffVisitors extends Visitors {
  /** The staff member's session. Throws `not_logged_in`. */
  session(request: FastifyRequest): Promise<StaffSession>;
}

/** Tells the other domains who is behind a request, by our cookies. */
export function createVisitors(context: SessionContext, cookies: CookieAttributes): StaffVisitors {
  const lookedUp = new WeakMap<FastifyRequest, Promise<StaffSession | undefined>>();

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
    findBuyer: (request) => readBuyerToken(request.cookies[BUYER_COOKIE]),
    buyer(request, reply) {
      const known = visitors.findBuyer(request);
      if (known !== undefined) return known;
      const token = context.ids.token();
      reply.setCookie(BUYER_COOKIE, token, cookies.buyer);
      return hashToken(token);
    },
  };
  return visitors;
}

/**
 * The buyer's id of a cookie's value, or undefined when it is none of our tokens. The id is the token's hash, so
 * that neither the database nor a log holds what would open someone's orders.
 */
export function readBuyerToken(token: string | undefined): string | undefined {
  return token !== undefined && TOKEN_PATTERN.test(token) ? hashToken(token) : undefined;
}
