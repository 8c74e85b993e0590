import { shopNoticeDestination } from '@carillon/contract';
import type { NoticeReply } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import { newestSeq } from '../platform/journal/newest-seq.ts';
import { readSnapshot } from '../platform/read-snapshot.ts';
import { findNotice } from './notice-store.ts';

/** Reads what a shop announces now, with the number of its journal that the answer is current with. */
export async function readNotice(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  shopId: number,
): Promise<NoticeReply> {
  return readSnapshot(database, async (tx) => ({
    notice: await findNotice(tx, { shopId, now: clock.now() }),
    seq: await newestSeq(tx, shopNoticeDestination(shopId)),
  }));
}
