import { inject, readonly, shallowRef } from 'vue';
import type { InjectionKey, Ref } from 'vue';
import type { Clock } from '../lib/clock.ts';

interface Notice {
  readonly id: number;
  readonly text: string;
}

/** Short words about what just happened. They leave by themselves. */
export interface Notices {
  readonly shown: Readonly<Ref<readonly Notice[]>>;
  say(text: string): void;
  dismiss(id: number): void;
}

export const noticesKey: InjectionKey<Notices> = Symbol('notices');

const SHOWN_MAX = 3;
const SHOWN_FOR_MS = 6000;

export function createNotices(clock: Clock): Notices {
  const shown = shallowRef<readonly Notice[]>([]);
  let lastId = 0;
  function dismiss(id: number): void {
    shown.value = shown.value.filter((notice) => notice.id !== id);
  }
  function say(text: string): void {
    const id = (lastId += 1);
    shown.value = [...shown.value, { id, text }].slice(-SHOWN_MAX);
    clock.after(SHOWN_FOR_MS, () => dismiss(id));
  }
  return { shown: readonly(shown), say, dismiss };
}

/** Gives the notices of the console this component is in. */
export function useNotices(): Notices {
  const notices = inject(noticesKey);
  if (!notices) throw new Error('useNotices() outside of the console: provide noticesKey first');
  return notices;
}
