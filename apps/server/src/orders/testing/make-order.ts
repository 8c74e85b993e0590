import type { Fulfilment, OrderStatus } from '@carillon/contract';
import type { Context } from '../../platform/context.ts';
import { HOME } from '../../testing/test-contact.ts';
import { markPaid } from '../mark-paid.ts';
import { moveOrder } from '../move-order.ts';
import type { StaffMove } from '../move-order.ts';
import { recordOrder } from '../record-order.ts';

interface MadeOrder {
  readonly shopId: number;
  /** Of the shop's; one of it costs 30.00. */
  readonly productId: number;
  readonly fulfilment?: Fulfilment;
  readonly status?: OrderStatus;
  readonly buyerId?: string;
  readonly tableName?: string;
  readonly remark?: string;
}

/** What is done with an order once it is paid. */
const WAYS: Readonly<Record<OrderStatus, readonly StaffMove[]>> = {
  pending_payment: [],
  paid: [],
  accepted: ['accept'],
  delivering: ['accept', 'send'],
  ready: ['accept', 'prepare'],
  completed: ['accept', 'complete'],
  cancelled: ['cancel'],
};

/** Records an order and leads it, move by move, to where a test wants it. Returns its id. */
export async function makeOrder(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  { shopId, productId, fulfilment = 'pickup', status = 'paid', buyerId = 'buyer', ...said }: MadeOrder,
): Promise<number> {
  const contact = fulfilment === 'delivery' ? HOME : null;
  const lines = [{ productId, name: 'duck', quantity: 1, unitPriceFen: 3_000 }];
  const { tableName = null, remark = '' } = said;
  const reach = { fulfilment, contact, tableName, deliveryFeeFen: 0 };
  const asked = { shopId, buyerId, ...reach, remark, takenIds: new Set<number>() };
  return database.transaction(async (tx) => {
    const at = clock.now();
    const orderId = await recordOrder(tx, { ...asked, lines, placedAt: at });
    if (status !== 'pending_payment') await markPaid(tx, [{ orderId, paidAt: at }]);
    for (const move of WAYS[status]) {
      const cancellation = move === 'cancel' ? ({ reason: 'rejected', note: '打烊了' } as const) : undefined;
      await moveOrder(tx, move, { orderId, at, by: '老陈', cancellation });
    }
    return orderId;
  });
}
