import { readonly, ref, shallowRef } from 'vue';
import { errorText } from './error-text.ts';
import { useWords } from './use-words.ts';

/** One thing done at a time, and why the last one failed: what stands behind a form or a row of buttons. */
export function useAction() {
  const { t } = useWords();
  const busy = ref(false);
  const error = shallowRef<unknown>();
  const failure = shallowRef<string>();

  return {
    busy: readonly(busy),
    /** Why the last one failed, in words. */
    failure: readonly(failure),
    error: readonly(error),
    /** Does it, unless something is being done. True when it went well. */
    async run(work: () => Promise<unknown>): Promise<boolean> {
      if (busy.value) return false;
      busy.value = true;
      error.value = failure.value = undefined;
      try {
        await work();
        return true;
      } catch (caught) {
        error.value = caught;
        failure.value = errorText(t, caught);
        return false;
      } finally {
        busy.value = false;
      }
    },
    /** Says what is wrong before anything is done. */
    refuse: (words: string) => void (failure.value = words),
    forget: () => void (error.value = failure.value = undefined),
  };
}
