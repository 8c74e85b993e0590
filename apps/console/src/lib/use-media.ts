import { onScopeDispose, ref } from 'vue';
import type { Ref } from 'vue';

/** Whether a media query holds, followed until the scope ends. */
export function useMedia(query: string): Readonly<Ref<boolean>> {
  const list = window.matchMedia(query);
  const matches = ref(list.matches);
  function follow(): void {
    matches.value = list.matches;
  }
  list.addEventListener('change', follow);
  onScopeDispose(() => list.removeEventListener('change', follow));
  return matches;
}
