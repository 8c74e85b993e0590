import { NOTICE_DESTINATION, shopNoticeDestination } from '@carillon/contract';
import type { Notice, NoticeEvent } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import type { Tx } from '../platform/database.ts';
import { appendToJournal } from '../platform/journal/append-journal.ts';
import { noticeErrors } from './notice-errors.ts';
import { countChanges, findChange, findNotice, insertChange, lockNotice } from './notice-store.ts';
import type { NoticeChange } from './notice-store.ts';

const MINUTE_MS = 60_000;
/** People correct their words; nobody announces ten things a minute. */
const MAX_CHANGES_PER_MINUTE = 10;

/**
 * Changes what a shop announces, and in the same transaction tells of it in the journals of the shop and of all
 * shops. The same key again changes nothing more.
 * @returns what is announced afterwards, and whether this changed it.
 * @throws notice_over, notice_key_reused, too_many_notices
 */
export async function changeNotice(
  { database, clock }: Pick<Context, 'database' | 'clock'>,
  asked: Omit<NoticeChange, 'at'>,
): Promise<{ notice: Notice | null; isChanged: boolean }> {
  const change = { ...asked, at: clock.now() };
  return database.transaction(async (tx) => {
    await lockNotice(tx, change.shopId);
    const standing = await findNotice(tx, { shopId: change.shopId, now: change.at });
    if (await wasMade(tx, change)) return { notice: standing, isChanged: false };
    await refuseWrong(tx, change);
    // Nothing to take down, and nothing to tell of.
    if (change.text === null && standing === null) return { notice: null, isChanged: false };
    return { notice: await announce(tx, change), isChanged: true };
  });
}

async function wasMade(tx: Tx, change: NoticeChange): Promise<boolean> {
  const made = await findChange(tx, change);
  if (made === undefined) return false;
  const isSame = made.text === change.text && made.until?.getTime() === change.until?.getTime();
  if (!isSame) throw noticeErrors.notice_key_reused();
  return true;
}

async function refuseWrong(tx: Tx, { shopId, until, at }: NoticeChange): Promise<void> {
  if (until !== null && until <= at) throw noticeErrors.notice_over();
  const since = new Date(at.getTime() - MINUTE_MS);
  if ((await countChanges(tx, { shopId, since })) >= MAX_CHANGES_PER_MINUTE) {
    throw noticeErrors.too_many_notices();
  }
}

async function announce(tx: Tx, change: NoticeChange): Promise<Notice | null> {
  await insertChange(tx, change);
  const { shopId, at } = change;
  const notice = await findNotice(tx, { shopId, now: at });
  const event: NoticeEvent = { type: 'notice.changed', at: at.toISOString(), shopId, notice };
  // The shop's own journal first, the one of all shops last: its lock is held for the shortest time.
  await appendToJournal(tx, shopNoticeDestination(shopId), event);
  await appendToJournal(tx, NOTICE_DESTINATION, event);
  return notice;
}
