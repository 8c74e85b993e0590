import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';

interface OrderRequestTables {
  order_request: {
    buyer_id: string;
    idempotency_key: string;
    request_hash: string;
    order_id: number | null;
  };
}

export interface OrderRequest {
  readonly buyerId: string;
  readonly idempotencyKey: string;
  /** Hash of everything that was asked for. */
  readonly requestHash: string;
}

const tables = tablesOf<OrderRequestTables>;

/**
 * Records a request. Waits while another transaction is recording the same key, and returns false when that one
 * was committed.
 */
export async function insertRequest(executor: Executor, request: OrderRequest): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tables(executor)
    .insertInto('order_request')
    .values({
      buyer_id: request.buyerId,
      idempotency_key: request.idempotencyKey,
      request_hash: request.requestHash,
      order_id: null,
    })
    .onConflict((conflict) => conflict.columns(['buyer_id', 'idempotency_key']).doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function findRequest(
  executor: Executor,
  { buyerId, idempotencyKey }: OrderRequest,
): Promise<{ requestHash: string; orderId: number | null } | undefined> {
  return tables(executor)
    .selectFrom('order_request')
    .select(['request_hash as requestHash', 'order_id as orderId'])
    .where('buyer_id', '=', buyerId)
    .where('idempotency_key', '=', idempotencyKey)
    .executeTakeFirst();
}

export async function bindRequest(
  executor: Executor,
  { buyerId, idempotencyKey }: OrderRequest,
  orderId: number,
): Promise<void> {
  await tables(executor)
    .updateTable('order_request')
    .set({ order_id: orderId })
    .where('buyer_id', '=', buyerId)
    .where('idempotency_key', '=', idempotencyKey)
    .execute();
}
