import { onScopeDispose } from 'vue';

/** Listens to an event of a window, document or media query while the scope lives. */
export function useEvent(target: EventTarget, name: string, listener: () => void): void {
  target.addEventListener(name, listener);
  onScopeDispose(() => target.removeEventListener(name, listener));
}
