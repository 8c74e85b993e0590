import { RING_ABILITY_MS, makeKey, ringAbilityDestination } from '@carillon/contract';
import type { DeafReason, RingAbility, RingAbilityReply } from '@carillon/contract';
import { computed, onScopeDispose, ref, watch } from 'vue';
import type { Ref } from 'vue';
import type { Clock } from '../../lib/clock.ts';
import type { Line } from '../../lib/line.ts';
import type { Device } from './device.ts';
import type { TabState } from './ringing-tab.ts';

export interface RingAbilityOptions {
  shopId: number;
  clock: Clock;
  line: Pick<Line, 'ask' | 'onState' | 'state'>;
  device: Pick<Device, 'bell' | 'taking' | 'prefers'>;
  /** Only the tab that rings speaks for its device; where none rings, each says why not. */
  tab: Readonly<Ref<TabState>>;
}

/**
 * Tells the shop whether this device would ring: when that changes, when the line comes back, and every so often, for a
 * page that is frozen says nothing. Ends with its scope.
 * @returns as which device the others see this one, once it is known
 */
export function useRingAbility({ shopId, clock, line, device, tab }: RingAbilityOptions) {
  const deviceId = ref<string>();
  const why = computed<DeafReason | null>(() => {
    const { value: state } = device.bell.state;
    if (state === 'unsupported') return state;
    if (!device.taking.value) return 'locked';
    return state === 'running' ? null : state;
  });

  async function tell(): Promise<void> {
    if (!['online', 'catching-up'].includes(line.state.name) || tab.value === 'elsewhere') return;
    const ability: RingAbility = { why: why.value, prefers: device.prefers.value };
    try {
      const reply = (await line.ask(ringAbilityDestination(shopId), ability, makeKey())) as RingAbilityReply;
      deviceId.value = reply.deviceId;
    } catch {
      // Said again soon; the server takes silence for deafness, as it should.
    }
  }
  watch([why, device.prefers, tab], () => void tell(), { immediate: true });
  const stopStates = line.onState(({ name }) => name === 'online' && void tell());
  const stopBeats = clock.every(RING_ABILITY_MS, () => void tell());
  onScopeDispose(() => {
    stopStates();
    stopBeats();
  });
  return { deviceId };
}
