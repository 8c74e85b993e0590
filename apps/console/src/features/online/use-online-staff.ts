import { shopOnlineDestination } from '@carillon/contract';
import type { Api, OnlineReply, StaffOnline } from '@carillon/contract';
import { computed, onScopeDispose, shallowRef } from 'vue';
import type { Line } from '../../lib/line.ts';

export interface OnlineStaffOptions {
  shopId: number;
  api: Api;
  /** Connected by whoever opened it. */
  line: Line;
}

/**
 * Who of a shop's staff is online. Each time the line comes back the server is asked anew who is there, after it was
 * told that changes are wanted: what changes in between is in the answer. Ends with its scope.
 */
export function useOnlineStaff({ shopId, api, line }: OnlineStaffOptions) {
  const people = shallowRef<ReadonlyMap<number, StaffOnline>>();
  const thisDevice = shallowRef<string>();

  const subscriptions = [
    line.subscribe(shopOnlineDestination(shopId), {
      onMessage(message) {
        const person = message.json() as StaffOnline;
        people.value = new Map(people.value).set(person.staff.id, person);
      },
    }),
    line.subscribe(shopOnlineDestination(shopId, '/app'), {
      onMessage(message) {
        const reply = message.json() as OnlineReply;
        people.value = new Map(reply.online.map((person) => [person.staff.id, person]));
        thisDevice.value = reply.thisDevice;
      },
    }),
  ];
  onScopeDispose(() => {
    for (const subscription of subscriptions) subscription.unsubscribe();
  });

  return {
    /** Those who are online, in the order in which they were hired; undefined until it is known. */
    people: computed(() => {
      if (thisDevice.value === undefined) return undefined;
      const online = [...(people.value?.values() ?? [])].filter(({ devices }) => devices.length > 0);
      return online.sort((one, other) => one.staff.id - other.staff.id);
    }),
    thisDevice,
    /** Logs a device out. Rejects with `ApiError`. */
    async end(deviceId: string): Promise<void> {
      await api('endDevice', { params: { shopId, deviceId } });
    },
  };
}
