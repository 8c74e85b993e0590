import { ref, watch } from 'vue';
import type { FaultsView } from '../../src/control/api-types.ts';
import type { SandboxApi } from '../sandbox-api.ts';

/** The faults there are and those that are armed. Asks again whenever `newest` moves: an attempt may have used one up. */
export function useFaults(api: SandboxApi, newest: () => number) {
  const faults = ref<FaultsView>();

  async function keep(answer: Promise<FaultsView>): Promise<void> {
    // Away or refused: what was shown stays, and the next entry asks again.
    faults.value = await answer.catch(() => faults.value);
  }
  watch(newest, () => void keep(api.faults()), { immediate: true });

  return {
    faults,
    arm: (name: string, times: number) => keep(api.armFault(name, times)),
    clear: () => keep(api.clearFaults()),
  };
}
