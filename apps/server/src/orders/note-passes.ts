import { sql } from 'kysely';
import type { Tx } from '../platform/database.ts';

/** Writes down which passes orders brought, before they are told of as completed. */
export async function notePasses(
  tx: Tx,
  brought: readonly { readonly orderId: number; readonly passId: number }[],
): Promise<void> {
  await sql`
    update shop_order set pass_id = brought.pass_id
    from unnest(${brought.map(({ orderId }) => orderId)}::bigint[], ${brought.map(({ passId }) => passId)}::bigint[])
      as brought (order_id, pass_id)
    where shop_order.id = brought.order_id`.execute(tx);
}
