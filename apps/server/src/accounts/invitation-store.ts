import type { Generated } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { Role } from './staff.ts';

interface InvitationTables {
  staff: { id: Generated<number>; name: string };
  staff_invitation: {
    id: Generated<number>;
    token_hash: string;
    shop_id: number | null;
    role: Role | null;
    staff_id: number | null;
    name: string;
    invited_by: number;
    created_at: Date;
    expires_at: Date;
  };
}

/** What a link is good for: a place in a shop's staff, or binding WeChat to an account. */
export type InvitationAim =
  | { readonly kind: 'join'; readonly shopId: number; readonly role: Role }
  | { readonly kind: 'bind'; readonly staffId: number };

export interface NewInvitation {
  readonly tokenHash: string;
  readonly aim: InvitationAim;
  /** Whom it is for. */
  readonly name: string;
  readonly invitedBy: number;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface OpenInvitation {
  readonly id: number;
  readonly aim: InvitationAim;
  readonly name: string;
  readonly expiresAt: Date;
}

/** An invitation to a shop, as its owners see it. */
export interface ListedInvitation {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly invitedBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

const tables = tablesOf<InvitationTables>;

const OPEN = [
  'id',
  'shop_id as shopId',
  'role',
  'staff_id as staffId',
  'name',
  'expires_at as expiresAt',
] as const;

export async function insertInvitation(executor: Executor, invitation: NewInvitation): Promise<number> {
  const { aim } = invitation;
  const { id } = await tables(executor)
    .insertInto('staff_invitation')
    .values({
      token_hash: invitation.tokenHash,
      shop_id: aim.kind === 'join' ? aim.shopId : null,
      role: aim.kind === 'join' ? aim.role : null,
      staff_id: aim.kind === 'bind' ? aim.staffId : null,
      name: invitation.name,
      invited_by: invitation.invitedBy,
      created_at: invitation.createdAt,
      expires_at: invitation.expiresAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** An invitation that is still good. */
export async function findInvitation(
  executor: Executor,
  { tokenHash, now }: { tokenHash: string; now: Date },
): Promise<OpenInvitation | undefined> {
  const row = await tables(executor)
    .selectFrom('staff_invitation')
    .select(OPEN)
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return row && toOpen(row);
}

/** Takes an invitation out of the table: of many who try, one gets it. */
export async function takeInvitation(
  executor: Executor,
  { tokenHash, now }: { tokenHash: string; now: Date },
): Promise<OpenInvitation | undefined> {
  const row = await tables(executor)
    .deleteFrom('staff_invitation')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', now)
    .returning(OPEN)
    .executeTakeFirst();
  return row && toOpen(row);
}

interface OpenRow {
  id: number;
  shopId: number | null;
  role: Role | null;
  staffId: number | null;
  name: string;
  expiresAt: Date;
}

function toOpen({ shopId, role, staffId, ...row }: OpenRow): OpenInvitation {
  if (shopId !== null && role !== null) return { ...row, aim: { kind: 'join', shopId, role } };
  if (staffId !== null) return { ...row, aim: { kind: 'bind', staffId } };
  throw new Error(`invitation ${row.id} is for nothing`);
}

/** The open invitations to a shop, the newest first. */
export async function selectInvitations(
  executor: Executor,
  { shopId, now }: { shopId: number; now: Date },
): Promise<ListedInvitation[]> {
  const rows = await tables(executor)
    .selectFrom('staff_invitation')
    .innerJoin('staff', 'staff.id', 'staff_invitation.invited_by')
    .select(['staff_invitation.id', 'staff_invitation.name', 'staff_invitation.role'])
    .select(['staff.name as invitedBy', 'created_at as createdAt', 'expires_at as expiresAt'])
    .where('shop_id', '=', shopId)
    .where('expires_at', '>', now)
    .orderBy('staff_invitation.id', 'desc')
    .execute();
  return rows.flatMap(({ role, ...row }) => (role === null ? [] : [{ ...row, role }]));
}

export async function deleteInvitation(
  executor: Executor,
  { shopId, invitationId }: { shopId: number; invitationId: number },
): Promise<boolean> {
  const { numDeletedRows } = await tables(executor)
    .deleteFrom('staff_invitation')
    .where('shop_id', '=', shopId)
    .where('id', '=', invitationId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/**
 * Withdraws what somebody invited to a shop, for they may invite nobody there any more, and the links by which WeChat
 * could be bound to their account: who comes back makes a new one.
 */
export async function deleteInvitationsBy(
  executor: Executor,
  { shopId, staffId }: { shopId: number; staffId: number },
): Promise<void> {
  await tables(executor)
    .deleteFrom('staff_invitation')
    .where('shop_id', '=', shopId)
    .where('invited_by', '=', staffId)
    .execute();
  await deleteBindingLinks(executor, staffId);
}

/** Withdraws the links by which WeChat could be bound to an account. */
export async function deleteBindingLinks(executor: Executor, staffId: number): Promise<void> {
  await tables(executor).deleteFrom('staff_invitation').where('staff_id', '=', staffId).execute();
}

export async function deleteExpiredInvitations(executor: Executor, now: Date): Promise<void> {
  await tables(executor).deleteFrom('staff_invitation').where('expires_at', '<=', now).execute();
}
