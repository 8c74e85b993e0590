import { computed, onScopeDispose, watch } from 'vue';
import type { Clock } from '../../lib/clock.ts';
import type { Device } from './device.ts';
import { createRingingTab } from './ringing-tab.ts';
import type { RingingTab } from './ringing-tab.ts';

/** Lets this tab ring for a shop, or leaves it to another tab, as long as its scope lasts. */
export function useRingingTab(shopId: number, device: Device, clock: Clock): RingingTab['state'] {
  const tab = createRingingTab(`carillon.ring.${shopId}`, device.tabs, clock);
  const canRing = computed(() => device.taking.value && device.bell.state.value === 'running');
  watch(canRing, (able) => tab.stand(able), { immediate: true, flush: 'sync' });
  onScopeDispose(() => tab.close());
  return tab.state;
}
