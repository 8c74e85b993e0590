import { readonly, ref } from 'vue';
import type { Ref } from 'vue';

export type NotifierState = NotificationPermission | 'unsupported';

/** The system's notifications, for orders that come while the page is hidden. */
export interface Notifier {
  readonly state: Readonly<Ref<NotifierState>>;
  /** Asks for permission without making anyone wait for the answer. */
  ask(): void;
  /** Shows one, in the place of an earlier one with the same tag; does nothing without permission. */
  show(tag: string, title: string, body: string): void;
}

export function createNotifier(api: typeof Notification | undefined): Notifier {
  const state = ref<NotifierState>(api ? api.permission : 'unsupported');

  function ask(): void {
    if (api?.permission !== 'default') return;
    void api.requestPermission().then((permission) => (state.value = permission));
  }
  function show(tag: string, title: string, body: string): void {
    if (!api || state.value !== 'granted') return;
    try {
      const notification = new api(title, { body, tag, requireInteraction: true });
      notification.addEventListener('click', () => {
        window.focus();
        notification.close();
      });
    } catch {
      // Chrome on Android only lets service workers notify.
      state.value = 'unsupported';
    }
  }
  return { state: readonly(state), ask, show };
}
