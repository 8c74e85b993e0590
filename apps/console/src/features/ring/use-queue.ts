import type { Order } from '@carillon/contract';
import { computed, ref, watch } from 'vue';
import type { ComputedRef, WritableComputedRef } from 'vue';

export interface Queue {
  /** The order that is shown; undefined when there is none. */
  readonly current: ComputedRef<Order | undefined>;
  /** Its place, from 0. Setting it turns to another. */
  readonly index: WritableComputedRef<number>;
}

/**
 * Pages through orders, one at a time. What is shown stays shown while others come and go around it; when it
 * goes itself, the one that takes its place follows.
 */
export function useQueue(orders: () => readonly Order[]): Queue {
  const shownId = ref<number>();
  const lastIndex = ref(0);
  const index = computed({
    get() {
      const place = orders().findIndex(({ id }) => id === shownId.value);
      return place >= 0 ? place : Math.max(0, Math.min(lastIndex.value, orders().length - 1));
    },
    set(place) {
      shownId.value = orders()[place]?.id;
    },
  });
  const current = computed(() => orders()[index.value]);
  watch(
    [current, index],
    ([order, place]) => {
      shownId.value = order?.id;
      lastIndex.value = order ? place : 0;
    },
    { immediate: true, flush: 'sync' },
  );
  return { current, index };
}
