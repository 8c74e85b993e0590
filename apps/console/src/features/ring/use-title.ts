import { computed, onScopeDispose, ref, watch } from 'vue';
import type { Ref } from 'vue';
import type { Clock } from '../../lib/clock.ts';

const FLASH_EVERY_MS = 1000;

/** Keeps the page's title: the plain one, and in turn with it the count while something waits. */
export function useTitle(
  clock: Clock,
  plain: Readonly<Ref<string>>,
  alert: Readonly<Ref<string | undefined>>,
) {
  const flashed = ref(true);
  let stop: (() => void) | undefined;
  function still(): void {
    stop?.();
    stop = undefined;
    flashed.value = true;
  }
  const title = computed(() => (alert.value !== undefined && flashed.value ? alert.value : plain.value));

  watch(
    () => alert.value !== undefined,
    (flashing) => {
      still();
      if (flashing) stop = clock.every(FLASH_EVERY_MS, () => (flashed.value = !flashed.value));
    },
    { immediate: true },
  );
  watch(title, (text) => (document.title = text), { immediate: true });
  onScopeDispose(still);
}
