import type { OwnAccountReply } from '@carillon/contract';
import {
  bindingLinkReplySchema,
  changePasswordSchema,
  deviceIdSchema,
  ownAccountReplySchema,
  ownPasswordSchema,
  ownSessionListReplySchema,
} from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { registerRoute } from '../platform/http/register-route.ts';
import { staffOwner } from '../platform/sessions/session.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import type { Visitors } from '../platform/visitors.ts';
import { accountErrors } from './account-errors.ts';
import { changePassword } from './change-password.ts';
import { checkOwnPassword } from './check-own-password.ts';
import { selectAppids } from './identity-store.ts';
import { createBindingLink } from './invite.ts';
import { invitationPath } from './invitation-path.ts';
import type { LoginLimit } from './login-limit.ts';
import { endOwnSession, listOwnSessions } from './own-sessions.ts';
import { findPerson } from './people-store.ts';
import { bindingOf, offersOf } from './staff-apps.ts';
import type { StaffApps } from './staff-apps.ts';
import { unbindWeChat } from './unbind-wechat.ts';

export interface OwnAccountParts {
  readonly context: SessionContext;
  readonly visitors: Visitors;
  readonly limit: LoginLimit;
  readonly apps: StaffApps;
}

/** What staff do with their own account: password, WeChat, and where they are logged in. */
export function registerOwnAccountRoutes(app: FastifyInstance, parts: OwnAccountParts): void {
  const { context, visitors, limit, apps } = parts;
  const { database, sessions } = context;

  async function describe(staffId: number): Promise<OwnAccountReply> {
    const person = await findPerson(database.db, staffId);
    if (person === undefined) throw accountErrors.not_logged_in();
    const { id, name, username, passwordHash } = person;
    const appids = (await selectAppids(database.db, [staffId])).get(staffId);
    const wechat = bindingOf(apps, appids);
    return {
      account: { id, name, username, hasPassword: passwordHash !== null, wechat, offers: offersOf(apps) },
    };
  }

  registerRoute(app, 'readOwnAccount', {
    tag: 'accounts',
    summary: 'Tells a staff member how they get in.',
    schemas: { reply: ownAccountReplySchema },
    handler: async (request) => describe((await visitors.staff(request)).id),
  });

  registerRoute(app, 'listOwnSessions', {
    tag: 'accounts',
    summary: 'Lists where a staff member is logged in.',
    schemas: { reply: ownSessionListReplySchema },
    handler: async (request) => {
      const { id, session: own } = await visitors.staff(request);
      return listOwnSessions(sessions, staffOwner(id), own);
    },
  });

  registerRoute(app, 'endOwnSession', {
    tag: 'accounts',
    summary: 'Logs another device of the same person out.',
    schemas: { params: z.object({ sessionId: deviceIdSchema }) },
    handler: async (request) => {
      const { id } = await visitors.staff(request);
      await endOwnSession(sessions, staffOwner(id), request.params.sessionId);
      return undefined;
    },
  });

  registerRoute(app, 'endOtherSessions', {
    tag: 'accounts',
    summary: 'Logs all other devices of the same person out.',
    schemas: {},
    handler: async (request) => {
      const { id, session } = await visitors.staff(request);
      await sessions.endAll(staffOwner(id), { reason: 'device_ended', but: session });
      return undefined;
    },
  });

  registerRoute(app, 'changePassword', {
    tag: 'accounts',
    summary:
      'Sets the password, and logs all other devices of the same person out. Tells which WeChat stays bound.',
    schemas: { body: changePasswordSchema, reply: ownAccountReplySchema },
    handler: async (request) => {
      const { id, session } = await visitors.staff(request);
      const [owner, others] = [staffOwner(id), { reason: 'password_changed', but: session } as const];
      await changePassword(
        context,
        {
          ...{ limit, staffId: id, address: request.ip },
          endOthers: async () => sessions.endAll(owner, others),
          seeToOthers: async () => sessions.seeToEnds(owner, others),
        },
        request.body,
      );
      return describe(id);
    },
  });

  registerRoute(app, 'createBindingLink', {
    tag: 'accounts',
    summary:
      'Makes a link, good for ten minutes and once, that binds WeChat when it is opened inside WeChat.',
    schemas: { body: ownPasswordSchema, reply: bindingLinkReplySchema },
    handler: async (request) => {
      if (!offersOf(apps).official) throw accountErrors.wechat_login_unavailable();
      const { id, name } = await visitors.staff(request);
      const asker = { limit, staffId: id, address: request.ip };
      await checkOwnPassword(context, asker, request.body.currentPassword);
      const { token, expiresAt } = await createBindingLink(context, { staffId: id, name });
      return { token, path: invitationPath(token), expiresAt: expiresAt.toISOString() };
    },
  });

  registerRoute(app, 'unbindWeChat', {
    tag: 'accounts',
    summary: 'Takes all WeChat accounts off one’s record, and logs out who came by them.',
    schemas: { body: ownPasswordSchema, reply: ownAccountReplySchema },
    handler: async (request) => {
      const { id, session } = await visitors.staff(request);
      const asker = { limit, staffId: id, address: request.ip };
      await checkOwnPassword(context, asker, request.body.currentPassword);
      await unbindWeChat(context, { staffId: id, session });
      return describe(id);
    },
  });
}
