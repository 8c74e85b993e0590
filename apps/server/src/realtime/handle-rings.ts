import {
  ASK_TEST_RING_DESTINATION,
  REPORT_RING_DESTINATION,
  RING_ABILITY_DESTINATION,
  testRingDestination,
} from '@carillon/contract';
import type { RingAbilityReply, ShopHearing, TestRing } from '@carillon/contract';
import {
  askTestRingSchema,
  ringAbilityReplySchema,
  ringAbilitySchema,
  ringReportSchema,
  shopHearingSchema,
} from '@carillon/contract/schemas';
import type { Messaging, Principal } from '@carillon/messaging';
import { accountErrors, deviceIdOf, findStaff, nameDevices, roleAt } from '../accounts/index.ts';
import type { Staff } from '../accounts/index.ts';
import { reportRing } from '../flows/report-ring.ts';
import type { Context } from '../platform/context.ts';
import type { SessionContext } from '../platform/sessions/session-context.ts';
import { findDeafShop, reportAbility } from '../rings/index.ts';
import { isListener } from './listener.ts';
import type { StaffPresence } from './staff-presence.ts';

/** Where the engine answers the session that asked: without `/user`. */
const CALL_BACK = '/queue/callBack';
const path = (destination: string): string => destination.replace(/^\/app/, '');

interface RingHandlerParts {
  readonly messaging: Messaging;
  readonly context: SessionContext;
  readonly presence: Pick<StaffPresence, 'tell'>;
}

/**
 * Takes in what the devices of a shop say of rings: that they rang or could not, whether they would, and that they
 * want to hear it. And answers whether any of them would.
 */
export function handleRings({ messaging, context, presence }: RingHandlerParts): void {
  const { database, clock } = context;

  messaging.handle(
    path(REPORT_RING_DESTINATION),
    ringReportSchema,
    async ({ user, params, payload }): Promise<void> => {
      const { staff, shopId, session } = await visitorAt(context, user, params.shopId);
      const name = (await nameDevices(context.sessions, [session])).get(session) ?? '';
      const device = { id: deviceIdOf(session), name };
      await reportRing(context, { ...payload, shopId, device, who: staff.name });
    },
    { broadcast: false, summary: 'Says what a device did about orders that ring; for the shop’s staff.' },
  );

  messaging.handle(
    path(RING_ABILITY_DESTINATION),
    ringAbilitySchema,
    async ({ user, params, payload: ability }): Promise<RingAbilityReply> => {
      const { staff, shopId, session } = await visitorAt(context, user, params.shopId);
      const deviceId = deviceIdOf(session);
      const isNews = await reportAbility(database.db, { shopId, deviceId, ability, now: clock.now() });
      if (isNews) presence.tell(staff.id);
      return { deviceId };
    },
    {
      ...{ toUser: CALL_BACK, broadcast: false },
      summary: 'Says whether a device would ring if an order came now; for the shop’s staff.',
      replySchema: ringAbilityReplySchema,
    },
  );

  messaging.handle(
    path(ASK_TEST_RING_DESTINATION),
    askTestRingSchema,
    async ({ user, params, payload, template }): Promise<void> => {
      const { staff, shopId, session } = await visitorAt(context, user, params.shopId);
      if (payload.everyDevice && roleAt(staff, shopId) !== 'owner') throw accountErrors.owners_only();
      const test: TestRing = {
        deviceId: payload.everyDevice ? null : deviceIdOf(session),
        by: staff.name,
      };
      await template.send(testRingDestination(shopId), test);
    },
    {
      broadcast: false,
      summary: 'Has this device ring once, or for owners every device of the shop, to hear whether it does.',
    },
  );

  messaging.handleSubscribe(
    '/shops/{shopId}/hearing',
    async ({ params }): Promise<ShopHearing> => {
      const deafSince = await findDeafShop(database.db, Number(params.shopId));
      return { deafSince: deafSince?.toISOString() ?? null };
    },
    { summary: 'Whether any device of the open shop can ring.', replySchema: shopHearingSchema },
  );
}

/**
 * Who of the shop's staff says something, by which login. Looked up anew each time: they may have left the shop.
 * @throws not_logged_in, not_your_shop
 */
async function visitorAt(
  { database }: Context,
  user: Principal,
  shop: string | undefined,
): Promise<{ staff: Staff; shopId: number; session: string }> {
  const staff =
    isListener(user) && user.kind === 'staff' ? await findStaff(database.db, user.staffId) : undefined;
  if (staff === undefined || user.session === undefined) throw accountErrors.not_logged_in();
  const shopId = Number(shop);
  if (roleAt(staff, shopId) === undefined) throw accountErrors.not_your_shop();
  return { staff, shopId, session: user.session };
}
