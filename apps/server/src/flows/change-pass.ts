import type { IssuePass, IssuePassReply, StaffPassReply } from '@carillon/contract';
import { freezePass, givePass, unfreezePass } from '../passes/index.ts';
import type { PassRecord } from '../passes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import type { StaffVisitor } from '../platform/visitors.ts';
import { lockManagedPass } from './find-staff-pass.ts';
import { showStaffPass } from './read-passes.ts';
import { tellOfPasses } from './tell-of-passes.ts';

interface PassAsManager {
  readonly passId: number;
  readonly staff: StaffVisitor;
}

/**
 * Gives a pass away, to whoever opens its address first.
 * @param parts.address makes the page's address of the token.
 * @throws pass_kind_not_found
 */
export async function issuePass(
  { context, address }: { context: Context; address: (token: string) => string },
  { shopId, staff, request }: { shopId: number; staff: StaffVisitor; request: IssuePass },
): Promise<IssuePassReply> {
  const { clock, ids } = context;
  const token = ids.token();
  return context.database.transaction(async (tx) => {
    const gift = { ...request, shopId, token, by: staff.name, at: clock.now() };
    const { pass, claimableUntil } = await givePass(tx, gift);
    return {
      pass: await showStaffPass(tx, context, pass),
      claimUrl: address(token),
      claimableUntil: claimableUntil.toISOString(),
    };
  });
}

/**
 * Freezes a pass, for an owner or manager, and tells its buyer why.
 * @throws pass_not_found, managers_only, pass_refunded, pass_frozen
 */
export async function freeze(
  context: Context,
  { reason, ...asked }: PassAsManager & { reason: string },
): Promise<StaffPassReply> {
  return change(context, asked, async (tx, doing) => freezePass(tx, { ...doing, reason }));
}

/** @throws pass_not_found, managers_only, pass_not_frozen */
export async function unfreeze(context: Context, asked: PassAsManager): Promise<StaffPassReply> {
  return change(context, asked, unfreezePass);
}

async function change(
  context: Context,
  { passId, staff }: PassAsManager,
  work: (tx: Tx, doing: { pass: PassRecord; by: string; at: Date }) => Promise<PassRecord>,
): Promise<StaffPassReply> {
  return context.database.transaction(async (tx) => {
    const pass = await lockManagedPass(tx, passId, staff);
    const at = context.clock.now();
    const changed = await work(tx, { pass, by: staff.name, at });
    const shown = await showStaffPass(tx, context, changed);
    await tellOfPasses(tx, [{ pass: changed }], at);
    return { pass: shown };
  });
}
