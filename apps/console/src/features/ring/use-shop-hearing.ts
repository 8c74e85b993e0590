import { shopHearingDestination } from '@carillon/contract';
import type { ShopHearing } from '@carillon/contract';
import { onScopeDispose, readonly, ref } from 'vue';
import type { Ref } from 'vue';
import type { Line } from '../../lib/line.ts';

/** Since when no device of the open shop can ring; undefined while one can. Ends with its scope. */
export function useShopHearing(
  shopId: number,
  line: Pick<Line, 'subscribe'>,
): Readonly<Ref<string | undefined>> {
  const deafSince = ref<string>();
  const subscriptions = (['/topic', '/app'] as const).map((prefix) =>
    line.subscribe(shopHearingDestination(shopId, prefix), {
      onMessage: (message) => (deafSince.value = (message.json() as ShopHearing).deafSince ?? undefined),
    }),
  );
  onScopeDispose(() => {
    for (const subscription of subscriptions) subscription.unsubscribe();
  });
  return readonly(deafSince);
}
