import { onScopeDispose, readonly, ref } from 'vue';
import type { Ref } from 'vue';

/** Whether somebody can see the page, followed until the scope ends. */
export function useVisible(): Readonly<Ref<boolean>> {
  const visible = ref(!document.hidden);
  function follow(): void {
    visible.value = !document.hidden;
  }
  document.addEventListener('visibilitychange', follow);
  onScopeDispose(() => document.removeEventListener('visibilitychange', follow));
  return readonly(visible);
}
