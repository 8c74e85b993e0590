import type { Staff as StaffAnswer } from '@carillon/contract';
import {
  acceptInvitationSchema,
  invitationListReplySchema,
  invitationTokenSchema,
  inviteStaffReplySchema,
  inviteStaffSchema,
  openInvitationReplySchema,
  staffReplySchema,
  wechatAddressReplySchema,
} from '@carillon/contract/schemas';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { NoteDeed } from '../platform/deed.ts';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import { hashToken } from '../platform/ids.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import type { Visitors } from '../platform/visitors.ts';
import { acceptInvitation, readInvitation } from './accept-invitation.ts';
import { describeTaking } from './describe-taking.ts';
import { accountErrors } from './account-errors.ts';
import { findStaff } from './account-store.ts';
import { STAFF_COOKIE } from './cookies.ts';
import type { CookieAttributes } from './cookies.ts';
import { invitationPath } from './invitation-path.ts';
import { deleteInvitation, selectInvitations } from './invitation-store.ts';
import { inviteStaff } from './invite.ts';
import { CONSOLE_HOME } from './return-path.ts';
import { isInsideWeChat, offersOf } from './staff-apps.ts';
import type { StaffApps } from './staff-apps.ts';
import type { Staff } from './staff.ts';
import { startSession } from './start-session.ts';
import { leadToWeChat } from './wechat-login-routes.ts';

export interface InvitationRouteParts {
  readonly context: SessionContext;
  readonly cookies: CookieAttributes;
  readonly visitors: Visitors;
  readonly apps: StaffApps;
  readonly noteDeed: NoteDeed;
  readonly addressFor: (request: FastifyRequest) => string;
  readonly nameShops: (shopIds: readonly number[]) => Promise<ReadonlyMap<number, string>>;
  /** A staff member as the contract shows them. */
  readonly describe: (staff: Staff) => Promise<StaffAnswer>;
}

/** Guesses of tokens are hopeless; this keeps them from being costly. */
const MAX_PER_MINUTE = 30;

/** One-time links by which people join a shop's staff, or bind WeChat to their account. */
export function registerInvitationRoutes(app: FastifyInstance, parts: InvitationRouteParts): void {
  const { context, cookies, visitors, apps, nameShops, noteDeed } = parts;
  const { database, clock, sessions } = context;

  registerRoute(app, 'inviteStaff', {
    tag: 'accounts',
    summary: 'Invites somebody to a shop’s staff, for a day and once; for its owners.',
    schemas: {
      params: z.object({ shopId: pathId }),
      body: inviteStaffSchema,
      reply: inviteStaffReplySchema,
    },
    handler: async (request) => {
      const { id: invitedBy, name: inviter } = await visitors.staff(request);
      const { name, role } = request.body;
      const link = await inviteStaff(context, { ...request.params, name, role, invitedBy });
      return {
        invitation: {
          ...{ id: link.id, name, role, invitedBy: inviter, token: link.token },
          path: invitationPath(link.token),
          createdAt: link.createdAt.toISOString(),
          expiresAt: link.expiresAt.toISOString(),
        },
      };
    },
  });

  registerRoute(app, 'listInvitations', {
    tag: 'accounts',
    summary: 'Lists the open invitations to a shop, for its owners.',
    schemas: { params: z.object({ shopId: pathId }), reply: invitationListReplySchema },
    handler: async (request) => {
      const { shopId } = request.params;
      const found = await selectInvitations(database.db, { shopId, now: clock.now() });
      const invitations = found.map(({ createdAt, expiresAt, ...invitation }) => ({
        ...invitation,
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      }));
      return { invitations };
    },
  });

  registerRoute(app, 'revokeInvitation', {
    tag: 'accounts',
    summary: 'Withdraws an invitation; for the shop’s owners.',
    schemas: { params: z.object({ shopId: pathId, invitationId: pathId }) },
    handler: async (request) => {
      if (!(await deleteInvitation(database.db, request.params))) throw accountErrors.invitation_not_found();
      return undefined;
    },
  });

  registerRoute(app, 'readInvitation', {
    tag: 'accounts',
    summary: 'Tells the holder of a link what it is for.',
    maxPerMinute: MAX_PER_MINUTE,
    schemas: { body: invitationTokenSchema, reply: openInvitationReplySchema },
    handler: async (request) => {
      const { aim, name, expiresAt } = await readInvitation(context, request.body.token);
      const shopName = aim.kind === 'join' ? ((await nameShops([aim.shopId])).get(aim.shopId) ?? '') : null;
      const isLoggedIn = (await visitors.findStaff(request)) !== undefined;
      const joins = aim.kind === 'join';
      const offers = offersOf(apps);
      const ways = {
        password: joins,
        wechat: offers.qr || (offers.official && isInsideWeChat(request.headers['user-agent'] ?? '')),
        thisAccount: joins && isLoggedIn,
      };
      const role = aim.kind === 'join' ? aim.role : null;
      return {
        invitation: { kind: aim.kind, shopName, role, name, expiresAt: expiresAt.toISOString(), ways },
      };
    },
  });

  registerRoute(app, 'acceptInvitation', {
    tag: 'accounts',
    summary: 'Takes an invitation by a new account with a password, or by the one that is logged in.',
    maxPerMinute: MAX_PER_MINUTE,
    schemas: { body: acceptInvitationSchema, reply: staffReplySchema },
    handler: async (request, reply) => {
      const { token, account } = request.body;
      if (account === null) {
        const { id: staffId } = await visitors.staff(request);
        const taken = await acceptInvitation(context, hashToken(token), { by: 'account', staffId });
        await noteDeed(describeTaking('acceptInvitation', taken));
        // Their pages come back, and find the shop that they work at from now on.
        await sessions.closeSocketsOf(staffId, 'role_changed');
        return { staff: await describeStaff(staffId) };
      }
      const taken = await acceptInvitation(context, hashToken(token), { by: 'password', ...account });
      const { staffId } = taken;
      await noteDeed(describeTaking('acceptInvitation', taken));
      const userAgent = request.headers['user-agent'];
      const session = await startSession(context, { staffId, userAgent, way: 'password' });
      await sessions.logOut(request.cookies[STAFF_COOKIE]);
      reply.setCookie(STAFF_COOKIE, session, cookies.staff);
      return { staff: await describeStaff(staffId) };
    },
  });

  registerRoute(app, 'acceptInvitationByWeChat', {
    tag: 'accounts',
    summary: 'Begins to take an invitation, or to bind WeChat, through WeChat.',
    maxPerMinute: MAX_PER_MINUTE,
    schemas: { body: invitationTokenSchema, reply: wechatAddressReplySchema },
    handler: async (request, reply) => {
      const { token } = request.body;
      await readInvitation(context, token);
      const address = await leadToWeChat(
        parts,
        { request, reply },
        { purpose: 'accept', returnPath: CONSOLE_HOME, subject: hashToken(token) },
      );
      return { address };
    },
  });

  async function describeStaff(staffId: number): Promise<StaffAnswer> {
    const staff = await findStaff(database.db, staffId);
    if (staff === undefined) throw new Error(`staff member ${staffId} took an invitation and is not there`);
    return parts.describe(staff);
  }
}
