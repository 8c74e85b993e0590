import { shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import { useEvent } from './use-event.ts';

/** Whether the phone believes it has a network. True does not promise that the server answers. */
export function useOnline(): Readonly<ShallowRef<boolean>> {
  const online = shallowRef(navigator.onLine);
  useEvent(window, 'online', () => (online.value = true));
  useEvent(window, 'offline', () => (online.value = false));
  return online;
}
