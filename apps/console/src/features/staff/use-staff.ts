import type { Api, Colleague, Invitation, InviteStaff, Role } from '@carillon/contract';
import { useReading } from '../../lib/use-reading.ts';

interface People {
  readonly staff: readonly Colleague[];
  /** Open ones; none for who may not invite. */
  readonly invitations: readonly Invitation[];
}

/** The people of a shop, and what its owners do with them. Ends with its scope. */
export function useStaff({ api, shopId, isOwner }: { api: Api; shopId: number; isOwner: boolean }) {
  const reading = useReading<People>(async (signal) => {
    const params = { shopId };
    const [{ staff }, { invitations }] = await Promise.all([
      api('listStaff', { params, signal }),
      isOwner ? api('listInvitations', { params, signal }) : { invitations: [] },
    ]);
    return { staff, invitations };
  });
  void reading.start();

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
