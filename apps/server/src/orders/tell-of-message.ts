import { shopOrdersDestination } from '@carillon/contract';
import type { OrderEvent } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import { appendToJournal } from '../platform/journal/append-journal.ts';
import { lockOrder } from './lock-order.ts';

/**
 * Tells the shop of an order, and nobody else, that something became of a message about it, so that open pages read its
 * messages again. That this fails is logged only: whoever opens the order reads them anyway.
 */
export async function tellOfMessage(
  { database, clock, logger }: Pick<Context, 'database' | 'clock' | 'logger'>,
  orderId: number,
): Promise<void> {
  try {
    await database.transaction(async (tx) => {
      // Nobody may change it meanwhile: pages would go back to what it is here.
      const { order } = (await lockOrder(tx, orderId)) ?? {};
      if (order === undefined) return;
      const event = { type: 'order.message', at: clock.now().toISOString(), order } satisfies OrderEvent;
      await appendToJournal(tx, shopOrdersDestination(order.shopId), event);
    });
  } catch (err) {
    logger.warn({ orderId, err }, 'what became of a message was told to no open page');
  }
}
