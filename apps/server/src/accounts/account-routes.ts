import type { Staff as StaffAnswer } from '@carillon/contract';
import { deviceIdSchema, loginRequestSchema, staffReplySchema } from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Context } from '../platform/context.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import { accountErrors } from './account-errors.ts';
import { STAFF_COOKIE } from './cookies.ts';
import type { CookieAttributes } from './cookies.ts';
import { endDevice } from './end-device.ts';
import { findSession } from './find-session.ts';
import { logIn } from './log-in.ts';
import { logOut } from './log-out.ts';
import type { LoginLimit } from './login-limit.ts';
import type { Staff } from './staff.ts';

export interface AccountRouteParts {
  readonly context: Context;
  readonly cookies: CookieAttributes;
  readonly limit: LoginLimit;
  /** Names shops, which another domain keeps. */
  readonly nameShops: (shopIds: readonly number[]) => Promise<ReadonlyMap<number, string>>;
  /** Told when a session ended, to close its sockets. */
  readonly onLogout: (session: string) => void;
  /** The same, when somebody else ended it. */
  readonly onDeviceEnded: (session: string) => void;
}

/** Login by password, logout, who is logged in, and the end of a device. */
export function registerAccountRoutes(app: FastifyInstance, parts: AccountRouteParts): void {
  const { context, cookies, limit, nameShops, onLogout, onDeviceEnded } = parts;

  async function describe({ id, name, roles }: Staff): Promise<StaffAnswer> {
    const names = await nameShops(roles.map(({ shopId }) => shopId));
    const shops = roles.map(({ shopId, role }) => ({ id: shopId, name: names.get(shopId) ?? '', role }));
    return { id, name, shops };
  }

  registerRoute(app, 'logIn', {
    tag: 'accounts',
    summary: 'Logs a staff member in by password and sets the session cookie.',
    schemas: { body: loginRequestSchema, reply: staffReplySchema },
    handler: async (request, reply) => {
      const { staff, token } = await logIn(context, limit, {
        ...request.body,
        address: request.ip,
        userAgent: request.headers['user-agent'],
      });
      reply.setCookie(STAFF_COOKIE, token, cookies.staff);
      return { staff: await describe(staff) };
    },
  });

  registerRoute(app, 'logOut', {
    tag: 'accounts',
    summary: 'Ends the session, closes its sockets and removes the cookie.',
    schemas: {},
    handler: async (request, reply) => {
      const token = request.cookies[STAFF_COOKIE];
      if (token !== undefined) onLogout(await logOut(context, token));
      reply.clearCookie(STAFF_COOKIE, cookies.staff);
      return undefined;
    },
  });

  registerRoute(app, 'readSelf', {
    tag: 'accounts',
    summary: 'Tells who is logged in and where they work.',
    schemas: { reply: staffReplySchema },
    handler: async (request) => {
      const session = await findSession(context, request.cookies[STAFF_COOKIE]);
      if (session === undefined) throw accountErrors.not_logged_in();
      return { staff: await describe(session.staff) };
    },
  });

  registerRoute(app, 'endDevice', {
    tag: 'accounts',
    summary: 'Logs a device of the shop’s staff out and closes its sockets; for the shop’s owners.',
    schemas: { params: z.object({ shopId: pathId, deviceId: deviceIdSchema }) },
    handler: async (request) => {
      const session = await findSession(context, request.cookies[STAFF_COOKIE]);
      if (session === undefined) throw accountErrors.not_logged_in();
      onDeviceEnded(await endDevice(context, session.staff, request.params));
      request.log.info({ ...request.params, staffId: session.staff.id }, 'device ended');
      return undefined;
    },
  });
}
