import type { Order } from '@carillon/contract';
import type { Messaging, TextEndpointOptions, TextSession } from '@carillon/messaging';
import { listShopIds } from '../accounts/index.ts';
import type { Context } from '../platform/context.ts';
import type { ShopFollowers } from './follow-shops.ts';
import { isListener } from './listener.ts';

const PATH = '/ws/{sid}';

/** What a client must tell apart: by colour, by sound and by speech. */
const PAID_ORDER = 1;
const REMINDER = 2;

export interface TakeawayWireParts {
  readonly messaging: Pick<Messaging, 'textEndpoint'>;
  readonly context: Pick<Context, 'database' | 'logger'>;
  readonly shops: ShopFollowers;
  /** Who may come in, and from where: staff, as at `/ws/staff`. */
  readonly admission: Pick<TextEndpointOptions<typeof PATH>, 'addressOf' | 'allowedOrigins' | 'authenticate'>;
}

/**
 * The wire of takeaway systems: `{"type":1|2,"orderId":7,"content":"订单号：017"}`, 1 for a paid order and 2 for a
 * reminder of one, to everybody of the staff of its shop. It carries no numbers, so whoever connects is told what
 * still waits; then what happens. The id in the path is the client's own affair: two may have the same.
 */
export function serveTakeawayWire({ messaging, context, shops, admission }: TakeawayWireParts): void {
  const { database, logger } = context;

  /** Looks up where they work, for this very connection. */
  async function begin(session: TextSession, follow: (shopId: number) => void): Promise<void> {
    const { user } = session;
    if (!isListener(user) || user.kind !== 'staff') throw new TypeError('Only staff are let in here.');
    for (const shopId of await listShopIds(database.db, user.staffId)) follow(shopId);
  }

  messaging.textEndpoint(PATH, {
    ...admission,
    limits: { maxMessageBytes: 4_096, maxFramesPerSecond: 10, maxFrameBurst: 100 },
    open(session) {
      const leaves: (() => void)[] = [];
      const say = (type: number, order: Order): void => session.send(textOf(type, order));

      function follow(shopId: number): void {
        if (session.isClosed) return;
        const leave = shops.follow(shopId, {
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
        });
        leaves.push(leave);
      }

      begin(session, follow).catch((err: unknown) => {
        logger.warn({ err }, 'a takeaway client could not be told of orders');
        session.close({ code: 3007, reason: 'unavailable' });
      });
      return {
        onClosed() {
          for (const leave of leaves) leave();
        },
      };
    },
  });
}

function textOf(type: number, { id, number }: Order): string {
  return JSON.stringify({ type, orderId: id, content: `订单号：${number}` });
}
