import type { Deed } from '../platform/deed.ts';
import type { InvitationAim } from './invitation-store.ts';

/** What the log of the shop says of somebody who took an invitation to it, or of whoever bound WeChat by a link. */
export function describeTaking(
  action: 'acceptInvitation' | 'acceptInvitationByWeChat',
  { staffId, aim }: { staffId: number; aim: InvitationAim },
): Deed {
  if (aim.kind === 'bind') return { staffId, action: 'bindWeChat' };
  const { shopId, role } = aim;
  const subject = { kind: 'staff', id: String(staffId) };
  return { staffId, action, shopId, subject, detail: { role } };
}
