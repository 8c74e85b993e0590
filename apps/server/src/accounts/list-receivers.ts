import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { Role } from './staff.ts';

interface ReceiverTables {
  staff: { id: number; name: string };
  staff_role: { staff_id: number; shop_id: number; role: Role; disabled_at: Date | null };
  staff_openid: { appid: string; openid: string; staff_id: number };
}

/** Somebody of a shop whom WeChat can be asked to tell something. */
export interface Receiver {
  readonly name: string;
  /** Under the app that was asked for. */
  readonly openid: string;
}

/** Those of a shop with one of these roles whom an app of WeChat's knows, in the order in which they were hired. */
export async function listReceivers(
  executor: Executor,
  { shopId, roles, appid }: { shopId: number; roles: readonly Role[]; appid: string },
): Promise<Receiver[]> {
  return tablesOf<ReceiverTables>(executor)
    .selectFrom('staff_role')
    .innerJoin('staff', 'staff.id', 'staff_role.staff_id')
    .innerJoin('staff_openid', 'staff_openid.staff_id', 'staff.id')
    .select(['staff.name', 'staff_openid.openid'])
    .where('staff_role.shop_id', '=', shopId)
    .where('staff_role.role', 'in', roles)
    .where('staff_role.disabled_at', 'is', null)
    .where('staff_openid.appid', '=', appid)
    .orderBy('staff.id')
    .execute();
}
