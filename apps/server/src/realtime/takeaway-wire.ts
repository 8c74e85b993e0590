import type { Order } from '@carillon/contract';
import type { Messaging } from '@carillon/messaging';
import { STAFF_WIRE_LIMITS, followOwnShops } from './follow-own-shops.ts';
import type { StaffWireParts } from './follow-own-shops.ts';
import type { ShopListener } from './follow-shops.ts';

const PATH = '/ws/{sid}';

/** What a client must tell apart: by colour, by sound and by speech. */
const PAID_ORDER = 1;
const REMINDER = 2;

/**
 * The wire of takeaway systems: `{"type":1|2,"orderId":7,"content":"订单号：017"}`, 1 for a paid order and 2 for a
 * reminder of one, to everybody of the staff of its shop. It carries no numbers, so whoever connects is told what
 * still waits; then what happens. The id in the path is the client's own affair: two may have the same.
 */
export function serveTakeawayWire({
  messaging,
  admission,
  ...parts
}: StaffWireParts & { readonly messaging: Pick<Messaging, 'textEndpoint'> }): void {
  messaging.textEndpoint(PATH, {
    ...admission,
    limits: STAFF_WIRE_LIMITS,
    open(session) {
      const say = (type: number, order: Order): void => session.send(textOf(type, order));
      const listener: ShopListener = {
        onWaiting(orders) {
          for (const order of orders) {
            say(PAID_ORDER, order);
            if (order.remindedAt !== null) say(REMINDER, order);
          }
        },
        onEvent({ type, order }) {
          if (type === 'order.paid') say(PAID_ORDER, order);
          else if (type === 'order.reminded') say(REMINDER, order);
        },
      };
      return { onClosed: followOwnShops(session, listener, parts) };
    },
  });
}

function textOf(type: number, { id, number }: Order): string {
  return JSON.stringify({ type, orderId: id, content: `订单号：${number}` });
}
