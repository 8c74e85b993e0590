import type { Pass } from '@carillon/contract';
import { computed } from 'vue';
import type { ComputedRef, ShallowRef } from 'vue';
import { useApi } from '../../lib/api.ts';
import { useLoader } from '../../lib/use-loader.ts';
import { useReturn } from '../../lib/use-return.ts';

interface OwnPasses {
  /** Those that can be used first; undefined until they are known. */
  passes: ComputedRef<readonly Pass[] | undefined>;
  /** Why they are not known. */
  error: ComputedRef<unknown>;
  /** Why they could not be read anew; undefined when they could. */
  staleBecause: Readonly<ShallowRef<unknown>>;
  reload: () => Promise<void>;
}

/** The buyer's passes; read anew whenever the buyer comes back. */
export function useOwnPasses(): OwnPasses {
  const api = useApi();
  const { state, value, staleBecause, reload } = useLoader(
    async (signal) => (await api('listOwnPasses', { signal })).passes,
  );
  useReturn(() => void reload());
  const error = computed(() => (state.value.name === 'failed' ? state.value.error : undefined));
  return { passes: value, error, staleBecause, reload };
}
