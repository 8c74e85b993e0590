import { listOpenShopIds } from '../catalog/index.ts';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { judgeHearing } from '../rings/index.ts';

export interface HearingParts {
  readonly context: Pick<Context, 'database' | 'clock' | 'logger' | 'ringPace'>;
  /** Asks for a message to the owners of a shop that no device of it can ring. */
  readonly messageOwners: (tx: Tx, shop: { shopId: number; deafSince: Date }) => Promise<void>;
  /** Tells whoever of the staff is online. */
  readonly onHearing: (shopId: number, deafSince: Date | undefined) => void;
}

/** Looks whether an order would be heard in each open shop, and tells its people when that has changed. */
export async function watchHearing({ context, messageOwners, onHearing }: HearingParts): Promise<void> {
  const { database, clock, logger, ringPace: pace } = context;
  const changes = await database.transaction(async (tx) => {
    const openShopIds = await listOpenShopIds(tx);
    const changes = await judgeHearing(tx, { openShopIds, now: clock.now(), pace });
    for (const { shopId, deafSince } of changes) {
      if (deafSince !== undefined) await messageOwners(tx, { shopId, deafSince });
    }
    return changes;
  });
  for (const { shopId, deafSince } of changes) {
    if (deafSince !== undefined) logger.warn({ shopId }, 'no device of an open shop can ring');
    onHearing(shopId, deafSince);
  }
}
