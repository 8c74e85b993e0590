import { onScopeDispose, readonly, ref } from 'vue';
import type { Ref } from 'vue';

/**
 * Whether the browser believes in a network, followed until the scope ends. It knows that there is none some time
 * before a line does; true does not promise that the server answers.
 */
export function useNetwork(): Readonly<Ref<boolean>> {
  const hasNetwork = ref(navigator.onLine);
  function follow(): void {
    hasNetwork.value = navigator.onLine;
  }
  window.addEventListener('online', follow);
  window.addEventListener('offline', follow);
  onScopeDispose(() => {
    window.removeEventListener('online', follow);
    window.removeEventListener('offline', follow);
  });
  return readonly(hasNetwork);
}
