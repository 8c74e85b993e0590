import type { Api, Colleague, Invitation, InviteStaff, Role } from '@carillon/contract';
import { onScopeDispose } from 'vue';
import type { Clock } from '../../lib/clock.ts';
import { useReading } from '../../lib/use-reading.ts';

interface People {
  readonly staff: readonly Colleague[];
  /** Open ones; none for who may not invite. */
  readonly invitations: readonly Invitation[];
}

export interface StaffOptions {
  api: Api;
  clock: Clock;
  shopId: number;
  isOwner: boolean;
}

/** While an invitation is open, somebody may join at any moment: so often it is looked. */
const LOOK_EVERY_MS = 5000;

/** The people of a shop, and what its owners do with them. Ends with its scope. */
export function useStaff({ api, clock, shopId, isOwner }: StaffOptions) {
  const reading = useReading<People>(async (signal) => {
    const params = { shopId };
    const [{ staff }, { invitations }] = await Promise.all([
      api('listStaff', { params, signal }),
      isOwner ? api('listInvitations', { params, signal }) : { invitations: [] },
    ]);
    return { staff, invitations };
  });
  void reading.start();
  function mayBeJoined(): boolean {
    const { value: state } = reading.state;
    return state.name === 'ready' && !state.isBusy && state.value.invitations.length > 0;
  }
  onScopeDispose(clock.every(LOOK_EVERY_MS, () => mayBeJoined() && void reading.again()));

  /** Reads all anew whatever came of it: what was refused may have been done by somebody else. */
  async function change<Result>(call: Promise<Result>): Promise<Result> {
    try {
      return await call;
    } finally {
      await reading.again();
    }
  }
  const at = ({ id: staffId }: Colleague) => ({ params: { shopId, staffId } });

  return {
    state: reading.state,
    again: reading.again,
    changeRole: (colleague: Colleague, role: Role) =>
      change(api('changeRole', { ...at(colleague), body: { role } })),
    disable: (colleague: Colleague) => change(api('disableStaff', at(colleague))),
    enable: (colleague: Colleague) => change(api('enableStaff', at(colleague))),
    remove: (colleague: Colleague) => change(api('removeStaff', at(colleague))),
    /** The answer has the link, which is told only now. */
    invite: async (body: InviteStaff) =>
      (await change(api('inviteStaff', { params: { shopId }, body }))).invitation,
    revoke: ({ id: invitationId }: Invitation) =>
      change(api('revokeInvitation', { params: { shopId, invitationId } })),
  };
}
