import type { Context } from '../platform/context.ts';
import { deleteInvitationsBy } from './invitation-store.ts';
import { keepAnOwner, lockMember } from './keep-an-owner.ts';
import { deletePlace, updatePlace } from './people-store.ts';
import type { Member, Place } from './people-store.ts';
import type { Role } from './staff.ts';

type Parts = Pick<Context, 'database' | 'clock'>;

/**
 * Changes what somebody is at a shop. Who ceases to be an owner has their open invitations to it withdrawn.
 * @throws staff_not_found, last_owner
 */
export async function changeRole({ database }: Parts, place: Place, role: Role): Promise<Member> {
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
 * @throws staff_not_found, last_owner
 */
export async function disableStaff({ database, clock }: Parts, place: Place): Promise<Member> {
  return database.transaction(async (tx) => {
    const { member, owners } = await lockMember(tx, place);
    keepAnOwner(owners, place.staffId);
    await deleteInvitationsBy(tx, place);
    await updatePlace(tx, place, { disabled_at: clock.now() });
    return { ...member, isDisabled: true };
  });
}

/** @throws staff_not_found */
export async function enableStaff({ database }: Parts, place: Place): Promise<Member> {
  return database.transaction(async (tx) => {
    const { member } = await lockMember(tx, place);
    await updatePlace(tx, place, { disabled_at: null });
    return { ...member, isDisabled: false };
  });
}

/**
 * Takes somebody off a shop's staff for good. What they did there stays written down.
 * @throws staff_not_found, last_owner
 */
export async function removeStaff({ database }: Parts, place: Place): Promise<void> {
  await database.transaction(async (tx) => {
    const { owners } = await lockMember(tx, place);
    keepAnOwner(owners, place.staffId);
    await deleteInvitationsBy(tx, place);
    await deletePlace(tx, place);
  });
}
