import type { Context } from '../platform/context.ts';
import { deleteInvitationsBy } from './invitation-store.ts';
import { keepAnOwner, lockMember } from './keep-an-owner.ts';
import type { ChangedPlace } from './keep-an-owner.ts';
import { deletePlace, updatePlace } from './people-store.ts';
import type { Member } from './people-store.ts';
import type { Role } from './staff.ts';

type Parts = Pick<Context, 'database' | 'clock'>;

/**
 * Changes what somebody is at a shop. Who ceases to be an owner has their open invitations to it withdrawn.
 * @throws owners_only, staff_not_found, last_owner
 */
export async function changeRole({ database }: Parts, place: ChangedPlace, role: Role): Promise<Member> {
  return database.transaction(async (tx) => {
    const { member, owners } = await lockMember(tx, place);
    if (role !== 'owner') {
      keepAnOwner(owners, place.staffId);
      await deleteInvitationsBy(tx, place);
    }
    await updatePlace(tx, place, { role });
    return { ...member, role };
  });
}

/**
 * Keeps somebody from working at a shop until they are enabled again.
 * @throws owners_only, staff_not_found, last_owner
 */
export async function disableStaff({ database, clock }: Parts, place: ChangedPlace): Promise<Member> {
  return database.transaction(async (tx) => {
    const { member, owners } = await lockMember(tx, place);
    keepAnOwner(owners, place.staffId);
    await deleteInvitationsBy(tx, place);
    await updatePlace(tx, place, { disabled_at: clock.now() });
    return { ...member, isDisabled: true };
  });
}

/** @throws owners_only, staff_not_found */
export async function enableStaff({ database }: Parts, place: ChangedPlace): Promise<Member> {
  return database.transaction(async (tx) => {
    const { member } = await lockMember(tx, place);
    await updatePlace(tx, place, { disabled_at: null });
    return { ...member, isDisabled: false };
  });
}

/**
 * Takes somebody off a shop's staff for good. What they did there stays written down.
 * @throws owners_only, staff_not_found, last_owner
 */
export async function removeStaff({ database }: Parts, place: ChangedPlace): Promise<void> {
  await database.transaction(async (tx) => {
    const { owners } = await lockMember(tx, place);
    keepAnOwner(owners, place.staffId);
    await deleteInvitationsBy(tx, place);
    await deletePlace(tx, place);
  });
}
