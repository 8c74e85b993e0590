import { onScopeDispose } from 'vue';

/**
 * Listens to single keys on the whole page until the scope ends. Typing into a field, holding Ctrl, Alt or
 * Meta, and keys inside an open dialog are left alone.
 */
export function useKeys(actions: Readonly<Record<string, () => void>>): void {
  function act(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : undefined;
    if (target?.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]')) return;
    const key = event.key.toLowerCase();
    if (!Object.hasOwn(actions, key)) return;
    event.preventDefault();
    actions[key]?.();
  }
  document.addEventListener('keydown', act);
  onScopeDispose(() => document.removeEventListener('keydown', act));
}
