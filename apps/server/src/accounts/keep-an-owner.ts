import type { Tx } from '../platform/database.ts';
import { accountErrors } from './account-errors.ts';
import { lockOwners, selectMembers } from './people-store.ts';
import type { Member, Place } from './people-store.ts';

/** Somebody's place in a shop's staff that an owner of the shop changes. */
export interface ChangedPlace extends Place {
  /** The owner: a staff member. */
  readonly by: number;
}

/**
 * Finds somebody on a shop's staff whose place is about to be changed. The shop's owners are held meanwhile, in every
 * such change, so that however many go on at once, one owner is always left, and nobody changes anything who has just
 * ceased to be one.
 * @throws owners_only when who changes it is no owner any more; staff_not_found
 */
export async function lockMember(tx: Tx, place: ChangedPlace): Promise<{ member: Member; owners: number[] }> {
  const owners = await lockOwners(tx, place.shopId);
  if (!owners.includes(place.by)) throw accountErrors.owners_only();
  const [member] = await selectMembers(tx, place);
  if (member === undefined) throw accountErrors.staff_not_found();
  return { member, owners };
}

/** @throws last_owner when without this one there would be none */
export function keepAnOwner(owners: readonly number[], staffId: number): void {
  if (owners.includes(staffId) && owners.length === 1) throw accountErrors.last_owner();
}
