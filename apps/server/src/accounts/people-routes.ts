import type { Staff as StaffAnswer } from '@carillon/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { NoteDeed } from '../platform/deed.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import { registerAccountRoutes } from './account-routes.ts';
import type { CookieAttributes } from './cookies.ts';
import type { StaffVisitors } from './create-visitors.ts';
import { registerInvitationRoutes } from './invitation-routes.ts';
import type { LoginLimit } from './login-limit.ts';
import { registerOwnAccountRoutes } from './own-account-routes.ts';
import type { StaffApps } from './staff-apps.ts';
import { registerStaffRoutes } from './staff-routes.ts';
import type { Staff } from './staff.ts';
import { registerWeChatLoginRoutes } from './wechat-login-routes.ts';

export interface PeopleRouteParts {
  readonly context: SessionContext;
  readonly visitors: StaffVisitors;
  readonly cookies: CookieAttributes;
  readonly limit: LoginLimit;
  readonly apps: StaffApps;
  /** Address under which this browser reaches us, without trailing slash. */
  readonly addressFor: (request: FastifyRequest) => string;
  /** Writes down who came in, and how: what no operation of theirs alone says. */
  readonly noteDeed: NoteDeed;
  /** Names shops, which another domain keeps. */
  readonly nameShops: (shopIds: readonly number[]) => Promise<ReadonlyMap<number, string>>;
}

/** Everything about staff over HTTP: logging in, their own accounts, a shop's people, invitations. */
export function registerPeopleRoutes(app: FastifyInstance, parts: PeopleRouteParts): void {
  async function describe({ id, name, roles }: Staff): Promise<StaffAnswer> {
    const names = await parts.nameShops(roles.map(({ shopId }) => shopId));
    const shops = roles.map(({ shopId, role }) => ({ id: shopId, name: names.get(shopId) ?? '', role }));
    return { id, name, shops };
  }
  registerAccountRoutes(app, { ...parts, describe });
  registerWeChatLoginRoutes(app, parts);
  registerOwnAccountRoutes(app, parts);
  registerStaffRoutes(app, parts);
  registerInvitationRoutes(app, { ...parts, describe });
}
