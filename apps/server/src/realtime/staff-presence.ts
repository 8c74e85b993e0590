import { shopOnlineDestination, shopPresenceDestination } from '@carillon/contract';
import type { ShopPresence, StaffOnline } from '@carillon/contract';
import type { Messaging, UserSession } from '@carillon/messaging';
import { findStaff, listColleagues } from '../accounts/index.ts';
import { staffAccount, staffIdOf } from '../platform/account-names.ts';
import type { Executor } from '../platform/database.ts';
import type { Logger } from '../platform/logging.ts';
import { createShortMemory } from '../platform/short-memory.ts';
import { createRounds } from '../platform/rounds.ts';
import type { Sessions } from '../platform/sessions/sessions.ts';
import type { Clock } from '../platform/clock.ts';
import { devicesBehind, withAbilities } from './online-devices.ts';

/** Who of the staff is online, on all nodes. */
export interface StaffPresence {
  /** Those of a shop's staff who are online, with their devices. */
  listOnline(shopId: number): Promise<StaffOnline[]>;
  /** Whether anybody of a shop is online. Loading a page anew does not count as going offline. */
  isOnline(shopId: number): Promise<boolean>;
  /**
   * Tells the pages what no event told: that a node died, or that two nodes told of the same person at once. To be
   * called every so often.
   */
  check(): Promise<void>;
  /** Tells the pages anew how a staff member is: one of their devices can ring now, or cannot any more. */
  tell(staffId: number): void;
}

export interface StaffPresenceParts {
  readonly messaging: Pick<Messaging, 'events' | 'users' | 'template'>;
  readonly executor: Executor;
  readonly sessions: Pick<Sessions, 'read'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Who works at a shop hardly changes; whoever comes to its menu asks. */
const COLLEAGUES_MEMORY = { keepMs: 1_000, maxKeys: 1_000 };

/**
 * Follows the engine's presence, and tells each shop of its own staff: a message says how one of them is now, so that
 * one more of them, also from another node, does no harm.
 */
export function followStaffPresence({
  messaging,
  executor,
  sessions,
  clock,
  logger,
}: StaffPresenceParts): StaffPresence {
  const { events, users, template } = messaging;
  /** By the engine's own measure, which forgives a page that is loaded anew. */
  const online = new Set<number>();
  /** The sockets that were told of, in one line per person. */
  const told = new Map<number, string>();
  const rounds = createRounds<number>(tell, (err, staffId) => {
    logger.warn({ err, staffId }, 'the presence of staff was not told');
  });

  const colleagues = createShortMemory<number, readonly number[]>(COLLEAGUES_MEMORY);

  const socketsOf = (staffId: number): readonly UserSession[] =>
    users.get(staffAccount(staffId))?.sessions ?? [];

  async function tell(staffId: number): Promise<void> {
    const sockets = socketsOf(staffId);
    remember(staffId, sockets);
    const staff = await findStaff(executor, staffId);
    if (staff === undefined) return;
    const logins = await devicesBehind(sessions, sockets);
    for (const { shopId, role } of staff.roles) {
      const devices = await withAbilities(executor, logins, { shopId, now: clock.now() });
      const state: StaffOnline = { staff: { id: staffId, name: staff.name, role }, devices };
      const presence: ShopPresence = {
        online: hasOnline(await colleagues.renew(shopId, async () => readColleagues(shopId))),
      };
      await template.send(shopOnlineDestination(shopId), state);
      await template.send(shopPresenceDestination(shopId), presence);
    }
  }

  function remember(staffId: number, sockets: readonly UserSession[]): void {
    if (sockets.length === 0) told.delete(staffId);
    else told.set(staffId, nameAll(sockets));
  }

  async function readColleagues(shopId: number): Promise<readonly number[]> {
    return (await listColleagues(executor, shopId)).map(({ id }) => id);
  }

  function hasOnline(staffIds: readonly number[]): boolean {
    return staffIds.some((id) => online.has(id));
  }

  function tellOf(name: string | undefined): void {
    const staffId = name === undefined ? undefined : staffIdOf(name);
    if (staffId !== undefined) rounds.run(staffId);
  }

  events.on('connect', ({ user }) => tellOf(user.name));
  events.on('disconnect', ({ user }) => tellOf(user.name));
  events.on('userOnline', (name) => {
    const staffId = staffIdOf(name);
    if (staffId === undefined) return;
    online.add(staffId);
    rounds.run(staffId);
  });
  events.on('userOffline', (name) => {
    const staffId = staffIdOf(name);
    if (staffId === undefined) return;
    online.delete(staffId);
    rounds.run(staffId);
  });

  return {
    async isOnline(shopId) {
      return hasOnline(await colleagues.recall(shopId, async () => readColleagues(shopId)));
    },
    async listOnline(shopId) {
      const staff = await listColleagues(executor, shopId);
      const all = staff.map(async (one): Promise<StaffOnline> => {
        const logins = await devicesBehind(sessions, socketsOf(one.id));
        return { staff: one, devices: await withAbilities(executor, logins, { shopId, now: clock.now() }) };
      });
      return (await Promise.all(all)).filter(({ devices }) => devices.length > 0);
    },
    async check() {
      for (const staffId of new Set([...online, ...told.keys()])) {
        const sockets = socketsOf(staffId);
        if ((told.get(staffId) ?? '') !== nameAll(sockets)) rounds.run(staffId);
      }
      await rounds.idle();
    },
    tell: (staffId) => rounds.run(staffId),
  };
}

function nameAll(sockets: readonly UserSession[]): string {
  return sockets
    .map(({ id }) => id)
    .sort()
    .join(' ');
}
