import type { Device } from '@carillon/contract';
import type { UserSession } from '@carillon/messaging';
import { deviceIdOf, nameDevices } from '../accounts/index.ts';
import type { Executor } from '../platform/database.ts';
import type { Sessions } from '../platform/sessions/sessions.ts';
import { readAbilities } from '../rings/index.ts';

/**
 * The devices behind somebody's sockets, the longest connected first: the pages of one browser share its login, and
 * are one device.
 */
export async function devicesBehind(
  sessions: Pick<Sessions, 'read'>,
  sockets: readonly UserSession[],
): Promise<readonly Device[]> {
  const byLogin = new Map<string, UserSession[]>();
  for (const socket of sockets) {
    if (socket.login === undefined) continue;
    byLogin.set(socket.login, [...(byLogin.get(socket.login) ?? []), socket]);
  }
  const names = await nameDevices(sessions, [...byLogin.keys()]);
  return [...byLogin]
    .map(([login, pages]) => ({
      id: deviceIdOf(login),
      name: names.get(login) ?? '',
      since: new Date(Math.min(...pages.map(({ connectedAtMs }) => connectedAtMs))).toISOString(),
      pages: pages.length,
    }))
    .sort((one, other) => one.since.localeCompare(other.since));
}

/** Devices with what they said lately of whether they would ring for a shop. */
export async function withAbilities(
  executor: Executor,
  devices: readonly Device[],
  { shopId, now }: { shopId: number; now: Date },
): Promise<Device[]> {
  const deviceIds = devices.map(({ id }) => id);
  const abilities = await readAbilities(executor, { shopId, deviceIds, now });
  return devices.map((device) => ({ ...device, ring: abilities.get(device.id) ?? null }));
}
