import type { TextEndpointOptions, TextSession } from '@carillon/messaging';
import { listShopIds } from '../accounts/index.ts';
import type { Context } from '../platform/context.ts';
import type { ShopFollowers, ShopListener } from './follow-shops.ts';
import { isListener } from './listener.ts';

export interface StaffWireParts {
  readonly context: Pick<Context, 'database' | 'logger'>;
  readonly shops: ShopFollowers;
  /** Who may come in, and from where: staff, as at `/ws/staff`. */
  readonly admission: Pick<TextEndpointOptions<string>, 'addressOf' | 'allowedOrigins' | 'authenticate'>;
}

/** What staff say to a wire that only tells: little, and it is not looked at. */
export const STAFF_WIRE_LIMITS = { maxMessageBytes: 4_096, maxFramesPerSecond: 10, maxFrameBurst: 100 };

/**
 * Tells a staff session of the orders of every shop where they work: of those that wait, and then of what happens.
 * Where they work is looked up for this very connection.
 * @returns a function that ends it
 */
export function followOwnShops(
  session: TextSession,
  listener: ShopListener,
  { context: { database, logger }, shops }: Pick<StaffWireParts, 'context' | 'shops'>,
): () => void {
  const leaves: (() => void)[] = [];

  async function begin({ user }: TextSession): Promise<void> {
    if (!isListener(user) || user.kind !== 'staff') throw new TypeError('Only staff are let in here.');
    for (const shopId of await listShopIds(database.db, user.staffId)) {
      if (!session.isClosed) leaves.push(shops.follow(shopId, listener));
    }
  }

  begin(session).catch((err: unknown) => {
    logger.warn({ err }, 'staff could not be told of orders');
    session.close({ code: 3007, reason: 'unavailable' });
  });
  return () => {
    for (const leave of leaves) leave();
  };
}
