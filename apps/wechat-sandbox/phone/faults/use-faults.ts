import { ref, watch } from 'vue';
import type { FaultsView } from '../../src/control/api-types.ts';
import type { FaultToArm, SandboxApi } from '../sandbox-api.ts';

/** The faults there are and those that are armed. Asks again whenever `newest` moves: one may have been used up. */
export function useFaults(api: SandboxApi, newest: () => number) {
  const faults = ref<FaultsView>();

  async function keep(answer: Promise<FaultsView>): Promise<void> {
    // Away or refused: what was shown stays, and the next entry asks again.
    faults.value = await answer.catch(() => faults.value);
  }
  watch(newest, () => void keep(api.faults()), { immediate: true });

  return {
    faults,
    arm: (fault: FaultToArm) => keep(api.armFault(fault)),
    clear: (name: string) => keep(api.clearFault(name)),
    clearAll: () => keep(api.clearFaults()),
  };
}
