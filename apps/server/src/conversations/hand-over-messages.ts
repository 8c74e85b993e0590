import { buyerAccount } from '../platform/account-names.ts';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';

interface SenderTables {
  conversation_message: { order_id: number; sender: string };
}

/**
 * Makes what a buyer wrote about these orders another buyer's: sent again after it, a message is still one.
 */
export async function handOverMessages(
  executor: Executor,
  orderIds: readonly number[],
  { from, to }: { from: string; to: string },
): Promise<void> {
  if (orderIds.length === 0) return;
  await tablesOf<SenderTables>(executor)
    .updateTable('conversation_message')
    .set({ sender: buyerAccount(to) })
    .where('order_id', 'in', orderIds)
    .where('sender', '=', buyerAccount(from))
    .execute();
}
