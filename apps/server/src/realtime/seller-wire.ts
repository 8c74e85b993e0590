import type { Order } from '@carillon/contract';
import type { Messaging } from '@carillon/messaging';
import { STAFF_WIRE_LIMITS, followOwnShops } from './follow-own-shops.ts';
import type { StaffWireParts } from './follow-own-shops.ts';
import type { ShopListener } from './follow-shops.ts';

const PATH = '/sell/webSocket';

/**
 * The wire of ordering shops' seller pages: the text `您有新的订单,orderId=7` for each paid order, to everybody of the
 * staff of its shop. It carries no numbers, so whoever connects is told of each order that still waits.
 */
export function serveSellerWire({
  messaging,
  admission,
  ...parts
}: StaffWireParts & { readonly messaging: Pick<Messaging, 'textEndpoint'> }): void {
  messaging.textEndpoint(PATH, {
    ...admission,
    limits: STAFF_WIRE_LIMITS,
    open(session) {
      const tell = ({ id }: Order): void => session.send(`您有新的订单,orderId=${id}`);
      const listener: ShopListener = {
        onWaiting(orders) {
          for (const order of orders) tell(order);
        },
        onEvent({ type, order }) {
          if (type === 'order.paid') tell(order);
        },
      };
      return { onClosed: followOwnShops(session, listener, parts) };
    },
  });
}
