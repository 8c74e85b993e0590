import { ref, watch } from 'vue';
import type { Ref } from 'vue';

/** A value that outlives a reload. Of this tab alone, so that two tabs can be two people. */
export function useStored<Value>(key: string, initial: Value): Ref<Value> {
  const kept = sessionStorage.getItem(key);
  const value = ref(kept === null ? initial : (JSON.parse(kept) as Value)) as Ref<Value>;
  watch(value, (now) => sessionStorage.setItem(key, JSON.stringify(now)), { deep: true, flush: 'sync' });
  return value;
}
