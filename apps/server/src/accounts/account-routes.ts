import type { Staff as StaffAnswer } from '@carillon/contract';
import { deviceIdSchema, loginRequestSchema, staffReplySchema } from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { NoteDeed } from '../platform/deed.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import { STAFF_COOKIE } from './cookies.ts';
import type { CookieAttributes } from './cookies.ts';
import type { StaffVisitors } from './create-visitors.ts';
import { endDevice } from './end-device.ts';
import { logIn } from './log-in.ts';
import type { LoginLimit } from './login-limit.ts';
import type { Staff } from './staff.ts';

export interface AccountRouteParts {
  readonly context: SessionContext;
  readonly visitors: StaffVisitors;
  readonly cookies: CookieAttributes;
  readonly limit: LoginLimit;
  readonly noteDeed: NoteDeed;
  /** A staff member as the contract shows them. */
  readonly describe: (staff: Staff) => Promise<StaffAnswer>;
}

/** Login by password, logout, who is logged in, and the end of a device. */
export function registerAccountRoutes(app: FastifyInstance, parts: AccountRouteParts): void {
  const { context, cookies, limit, describe, visitors, noteDeed } = parts;

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
      // Who was logged in here is so no more, be it the same person or another.
      await context.sessions.logOut(request.cookies[STAFF_COOKIE]);
      reply.setCookie(STAFF_COOKIE, token, cookies.staff);
      await noteDeed({ staffId: staff.id, action: 'logIn' });
      return { staff: await describe(staff) };
    },
  });

  registerRoute(app, 'logOut', {
    tag: 'accounts',
    summary: 'Ends the session, closes its sockets and removes the cookie.',
    schemas: {},
    handler: async (request, reply) => {
      const staff = await visitors.findStaff(request);
      await context.sessions.logOut(request.cookies[STAFF_COOKIE]);
      if (staff !== undefined) await noteDeed({ staffId: staff.id, action: 'logOut' });
      reply.clearCookie(STAFF_COOKIE, cookies.staff);
      return undefined;
    },
  });

  registerRoute(app, 'readSelf', {
    tag: 'accounts',
    summary: 'Tells who is logged in and where they work.',
    schemas: { reply: staffReplySchema },
    handler: async (request) => ({ staff: await describe((await visitors.session(request)).staff) }),
  });

  registerRoute(app, 'endDevice', {
    tag: 'accounts',
    summary: 'Logs a device of the shop’s staff out and closes its sockets; for the shop’s owners.',
    schemas: { params: z.object({ shopId: pathId, deviceId: deviceIdSchema }) },
    handler: async (request) => {
      const { id: staffId } = await visitors.ownerAt(request, request.params.shopId);
      await endDevice(context, request.params);
      request.log.info({ ...request.params, staffId }, 'device ended');
      return undefined;
    },
  });
}
