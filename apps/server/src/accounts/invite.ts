import { BINDING_LIFETIME_MS, INVITATION_LIFETIME_MS, MAX_OPEN_INVITATIONS } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import { hashToken } from '../platform/ids.ts';
import { accountErrors } from './account-errors.ts';
import {
  deleteBindingLinks,
  deleteExpiredInvitations,
  insertInvitation,
  selectInvitations,
} from './invitation-store.ts';
import type { NewInvitation } from './invitation-store.ts';
import { lockOwners } from './people-store.ts';
import type { Role } from './staff.ts';

/** A one-time link. Its token is told only to who asked for it: we keep a hash. */
export interface Link {
  readonly id: number;
  readonly token: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/**
 * Invites somebody to a shop's staff, for a day and once.
 * @throws owners_only when who invites is not an owner any more; too_many_invitations
 */
export async function inviteStaff(
  { database, clock, ids }: Pick<Context, 'database' | 'clock' | 'ids'>,
  wish: { shopId: number; role: Role; name: string; invitedBy: number },
): Promise<Link> {
  const { shopId, role, name, invitedBy } = wish;
  const { token, ...link } = makeLink({
    token: ids.token(),
    now: clock.now(),
    lifetimeMs: INVITATION_LIFETIME_MS,
  });
  const id = await database.transaction(async (tx) => {
    // Held, for whoever takes an owner's role away also withdraws what they invited.
    if (!(await lockOwners(tx, shopId)).includes(invitedBy)) throw accountErrors.owners_only();
    await deleteExpiredInvitations(tx, link.createdAt);
    const open = await selectInvitations(tx, { shopId, now: link.createdAt });
    if (open.length >= MAX_OPEN_INVITATIONS) throw accountErrors.too_many_invitations();
    return insertInvitation(tx, { ...link, aim: { kind: 'join', shopId, role }, name, invitedBy });
  });
  return { id, token, createdAt: link.createdAt, expiresAt: link.expiresAt };
}

/**
 * Makes a link by which a staff member binds WeChat from inside WeChat, for ten minutes and once. It takes the place
 * of the one they made before.
 */
export async function createBindingLink(
  { database, clock, ids }: Pick<Context, 'database' | 'clock' | 'ids'>,
  { staffId, name }: { staffId: number; name: string },
): Promise<Link> {
  const { token, ...link } = makeLink({
    token: ids.token(),
    now: clock.now(),
    lifetimeMs: BINDING_LIFETIME_MS,
  });
  const id = await database.transaction(async (tx) => {
    await deleteExpiredInvitations(tx, link.createdAt);
    await deleteBindingLinks(tx, staffId);
    return insertInvitation(tx, { ...link, aim: { kind: 'bind', staffId }, name, invitedBy: staffId });
  });
  return { id, token, createdAt: link.createdAt, expiresAt: link.expiresAt };
}

function makeLink({
  token,
  now,
  lifetimeMs,
}: {
  token: string;
  now: Date;
  lifetimeMs: number;
}): Pick<NewInvitation, 'tokenHash' | 'createdAt' | 'expiresAt'> & { token: string } {
  return {
    token,
    tokenHash: hashToken(token),
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifetimeMs),
  };
}
