import type { FastifyRequest } from 'fastify';
import { bearerOf } from '../platform/http/bearer.ts';
import type { Guard } from '../platform/http/guard.ts';
import { pathId } from '../platform/http/register-route.ts';
import { platformErrors } from '../platform/platform-errors.ts';
import { accountErrors } from './account-errors.ts';
import type { StaffVisitors } from './create-visitors.ts';

/**
 * Enforces the rules of routes. A route about a shop (`:shopId`) is for those who are that there; one about something
 * else of a shop, for those who are that at any, and its handler looks whose it is. One for buyers is for every browser;
 * but who says by a bearer token who they are is that buyer or is refused, never somebody new.
 */
export function createGuard(visitors: StaffVisitors): Guard {
  return async (request, rule) => {
    if (rule === 'buyer') return checkBearer(visitors, request);
    if (rule !== 'staff' && rule !== 'clerk' && rule !== 'manager' && rule !== 'owner') return;
    visitors.forget(request);
    const staff = await visitors.staff(request);
    if (rule === 'staff') return;
    const shopId = shopIdOf(request);
    if (shopId === undefined) {
      if (staff.shopIds.length === 0) throw accountErrors.not_your_shop();
      if (rule === 'manager' && staff.managedShopIds.length === 0) throw accountErrors.managers_only();
      if (rule === 'owner' && staff.ownedShopIds.length === 0) throw accountErrors.owners_only();
    } else if (rule === 'clerk') await visitors.staffAt(request, shopId);
    else if (rule === 'manager') await visitors.managerAt(request, shopId);
    else await visitors.ownerAt(request, shopId);
  };
}

/** @throws buyer_session_ended when a bearer token came along that is no buyer's login, or no longer. */
async function checkBearer(visitors: StaffVisitors, request: FastifyRequest): Promise<void> {
  if (bearerOf(request.headers) === undefined) return;
  visitors.forget(request);
  const buyer = await visitors.foundBuyer(request);
  if (buyer?.session === undefined) throw accountErrors.buyer_session_ended();
}

/** @throws invalid_request for a shop that is no id: it is never taken for a route that is about no shop. */
function shopIdOf({ params }: FastifyRequest): number | undefined {
  if (typeof params !== 'object' || params === null || !('shopId' in params)) return undefined;
  // Judged again in its handler, a request has been read by its schema.
  if (typeof params.shopId === 'number') return params.shopId;
  const parsed = pathId.safeParse(params.shopId);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map(({ message }) => ({ path: 'params.shopId', message }));
  throw platformErrors.invalid_request({ issues });
}
