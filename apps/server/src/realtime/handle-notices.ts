import type { ChangeNoticeReply } from '@carillon/contract';
import { changeNoticeReplySchema, changeNoticeSchema } from '@carillon/contract/schemas';
import type { Messaging } from '@carillon/messaging';
import { accountErrors, findStaff, roleAt } from '../accounts/index.ts';
import type { Staff } from '../accounts/index.ts';
import { changeNotice } from '../notices/index.ts';
import type { Context } from '../platform/context.ts';
import type { NoteDeed } from '../platform/deed.ts';
import { isListener } from './listener.ts';

/** Of an announcement, in the log of what staff did. */
const MAX_NOTED_LENGTH = 200;

/**
 * Takes announcements in, and down, from owners and managers of the shop that they are for. What is told of them is
 * in the journals; the sending session hears at `/user/queue/change-notice` how it stands.
 */
export function handleNotices({
  messaging,
  context,
  noteDeed,
}: {
  messaging: Messaging;
  context: Context;
  noteDeed: NoteDeed;
}): void {
  messaging.handle(
    '/change-notice',
    changeNoticeSchema,
    async ({ user, payload }): Promise<ChangeNoticeReply> => {
      const { key, shopId, text, until } = payload;
      // Looked up anew for every change: they may have left the shop since they connected.
      const staff =
        isListener(user) && user.kind === 'staff'
          ? await findStaff(context.database.db, user.staffId)
          : undefined;
      if (staff === undefined) throw accountErrors.not_logged_in();
      requireManager(staff, shopId);
      const { notice, isChanged } = await changeNotice(context, {
        ...{ shopId, text, idempotencyKey: key, staff: { id: staff.id, name: staff.name } },
        until: until === null ? null : new Date(until),
      });
      if (!isChanged) return { notice };
      context.logger.info(
        { shopId, staffId: staff.id, noticeId: notice?.id ?? null },
        'announcement changed',
      );
      await noteDeed({
        staffId: staff.id,
        shopId,
        action: 'changeNotice',
        detail: { text: text?.slice(0, MAX_NOTED_LENGTH) ?? null },
      });
      return { notice };
    },
    {
      broadcast: false,
      summary: 'Changes what a shop announces, or takes it down; for its owners and managers.',
      replySchema: changeNoticeReplySchema,
    },
  );
}

/** @throws not_your_shop, managers_only */
function requireManager(staff: Staff, shopId: number): void {
  const role = roleAt(staff, shopId);
  if (role === undefined) throw accountErrors.not_your_shop();
  if (role === 'clerk') throw accountErrors.managers_only();
}
