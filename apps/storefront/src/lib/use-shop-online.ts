import { shopPresenceDestination } from '@carillon/contract';
import type { ShopPresence } from '@carillon/contract';
import { computed, onScopeDispose, shallowRef } from 'vue';
import type { ComputedRef } from 'vue';
import { useRealtime } from './realtime.ts';

/**
 * Whether anybody of a shop is online; undefined while that is not known, as without a line. Each time the line comes
 * back the server is asked anew, after it was told that changes are wanted.
 */
export function useShopOnline(shopId: number): ComputedRef<boolean | undefined> {
  const realtime = useRealtime();
  const told = shallowRef<boolean>();
  const onMessage = ({ json }: { json: () => unknown }): void => {
    told.value = (json() as ShopPresence).online;
  };
  const stops = (['/topic', '/app'] as const).map((prefix) =>
    realtime.listen(shopPresenceDestination(shopId, prefix), { onMessage }),
  );
  onScopeDispose(() => {
    for (const stop of stops) stop();
  });
  return computed(() => (['online', 'catching-up'].includes(realtime.state.value) ? told.value : undefined));
}
