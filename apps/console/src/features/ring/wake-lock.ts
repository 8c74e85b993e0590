import { readonly, ref } from 'vue';
import type { Ref } from 'vue';

type WakeLockState = 'off' | 'on' | 'failed' | 'unsupported';

/** Keeps the screen on while orders are taken. Browsers drop it when the page is hidden. */
export interface ScreenKeeper {
  readonly state: Readonly<Ref<WakeLockState>>;
  /** Takes the lock, or takes it again after the page was hidden. */
  keepOn(): Promise<void>;
}

export function createScreenKeeper(wakeLock: WakeLock | undefined): ScreenKeeper {
  const state = ref<WakeLockState>(wakeLock ? 'off' : 'unsupported');

  async function keepOn(): Promise<void> {
    if (!wakeLock || state.value === 'on' || document.hidden) return;
    try {
      const sentinel = await wakeLock.request('screen');
      state.value = 'on';
      sentinel.addEventListener('release', () => (state.value = 'off'));
    } catch {
      // A low battery refuses.
      state.value = 'failed';
    }
  }
  return { state: readonly(state), keepOn };
}
