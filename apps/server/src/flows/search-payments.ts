import type { PaymentListReply, PaymentsQuery } from '@carillon/contract';
import { findOrderIds, selectOrderHeads } from '../orders/index.ts';
import { selectPayments } from '../payments/index.ts';
import { spanOfDay } from '../platform/china-day.ts';
import type { Database } from '../platform/database.ts';
import { readSnapshot } from '../platform/read-snapshot.ts';

const PAGE_SIZE = 50;
/** Orders with one number, each of another day. */
const MAX_ORDERS_OF_NUMBER = 400;

/**
 * Looks for payments of a shop: by the number that was called out for their order, or by one of WeChat's numbers or
 * ours; by when they were paid; by what became of them. By pages, the newest first.
 */
export async function searchPayments(
  database: Database,
  shopId: number,
  { search, only, from, to, before }: PaymentsQuery,
): Promise<PaymentListReply> {
  const number = search === undefined || search === '' ? undefined : search;
  return readSnapshot(database, async (tx) => {
    const orderIds =
      number === undefined ? [] : await findOrderIds(tx, { shopId, number, limit: MAX_ORDERS_OF_NUMBER });
    const found = await selectPayments(tx, {
      ...{ shopId, number, orderIds, only, before },
      from: from === undefined ? undefined : spanOfDay(from).from,
      to: to === undefined ? undefined : spanOfDay(to).to,
      limit: PAGE_SIZE + 1,
    });
    const page = found.slice(0, PAGE_SIZE);
    const heads = await selectOrderHeads(
      tx,
      page.map(({ orderId }) => orderId),
    );
    const payments = page.map((payment) => {
      const head = heads.get(payment.orderId);
      const [orderNumber = '', orderStatus = ''] = [head?.number, head?.status];
      return { ...payment, orderNumber, orderStatus, orderFulfilment: head?.fulfilment ?? '' };
    });
    return { payments, next: found.length > PAGE_SIZE ? (page.at(-1)?.id ?? null) : null };
  });
}
