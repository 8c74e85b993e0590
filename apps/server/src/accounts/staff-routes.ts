import type { Colleague } from '@carillon/contract';
import { changeRoleSchema, colleagueListReplySchema, colleagueReplySchema } from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { pathId, registerRoute } from '../platform/http/register-route.ts';
import { staffOwner } from '../platform/sessions/session.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import type { Visitors } from '../platform/visitors.ts';
import { selectShopIds } from './account-store.ts';
import { changeRole, disableStaff, enableStaff, removeStaff } from './change-place.ts';
import { selectAppids } from './identity-store.ts';
import { selectMembers } from './people-store.ts';
import type { Member } from './people-store.ts';
import { bindingOf } from './staff-apps.ts';
import type { StaffApps } from './staff-apps.ts';

export interface StaffRouteParts {
  readonly context: SessionContext;
  readonly visitors: Visitors;
  readonly apps: StaffApps;
}

const ofColleague = z.object({ shopId: pathId, staffId: pathId });

/** A shop's people: who they are, what they may do, and who may not work here any more. */
export function registerStaffRoutes(app: FastifyInstance, parts: StaffRouteParts): void {
  const { context, visitors, apps } = parts;
  const { database, sessions } = context;

  async function describe(members: readonly Member[], selfId: number): Promise<Colleague[]> {
    const ids = members.map(({ id }) => id);
    const appids = await selectAppids(database.db, ids);
    return members.map(({ id, name, username, role, isDisabled }) => ({
      ...{ id, name, username, role, isDisabled },
      hasPassword: username !== null,
      wechat: bindingOf(apps, appids.get(id)),
      isSelf: id === selfId,
    }));
  }

  async function describeOne(member: Member, selfId: number): Promise<{ colleague: Colleague }> {
    const [colleague] = await describe([member], selfId);
    if (colleague === undefined) throw new Error('one member was described as none');
    return { colleague };
  }

  /** Their sockets were opened as what they were: they come back, and see what is left to them. */
  async function endRights(staffId: number): Promise<void> {
    const worksSomewhere = (await selectShopIds(database.db, staffId)).length > 0;
    if (worksSomewhere) await sessions.closeSocketsOf(staffId, 'role_changed');
    else await sessions.seeToEnds(staffOwner(staffId), { reason: 'account_disabled' });
  }

  registerRoute(app, 'listStaff', {
    tag: 'accounts',
    summary: 'Lists a shop’s people, for its owners and managers.',
    schemas: { params: z.object({ shopId: pathId }), reply: colleagueListReplySchema },
    handler: async (request) => {
      const { id } = await visitors.staff(request);
      return { staff: await describe(await selectMembers(database.db, request.params), id) };
    },
  });

  registerRoute(app, 'changeRole', {
    tag: 'accounts',
    summary: 'Changes what somebody is at a shop; never the last owner.',
    schemas: { params: ofColleague, body: changeRoleSchema, reply: colleagueReplySchema },
    handler: async (request) => {
      const { id } = await visitors.staff(request);
      const { staffId } = request.params;
      const member = await changeRole(context, { ...request.params, by: id }, request.body.role);
      await sessions.closeSocketsOf(staffId, 'role_changed');
      return describeOne(member, id);
    },
  });

  registerRoute(app, 'disableStaff', {
    tag: 'accounts',
    summary: 'Keeps somebody from working at a shop; never the last owner.',
    schemas: { params: ofColleague, reply: colleagueReplySchema },
    handler: async (request) => {
      const { id } = await visitors.staff(request);
      const member = await disableStaff(context, { ...request.params, by: id });
      await endRights(request.params.staffId);
      return describeOne(member, id);
    },
  });

  registerRoute(app, 'enableStaff', {
    tag: 'accounts',
    summary: 'Lets somebody work at a shop again.',
    schemas: { params: ofColleague, reply: colleagueReplySchema },
    handler: async (request) => {
      const { id } = await visitors.staff(request);
      return describeOne(await enableStaff(context, { ...request.params, by: id }), id);
    },
  });

  registerRoute(app, 'removeStaff', {
    tag: 'accounts',
    summary: 'Takes somebody off a shop’s staff; never the last owner.',
    schemas: { params: ofColleague },
    handler: async (request) => {
      const { id } = await visitors.staff(request);
      await removeStaff(context, { ...request.params, by: id });
      await endRights(request.params.staffId);
      return undefined;
    },
  });
}
