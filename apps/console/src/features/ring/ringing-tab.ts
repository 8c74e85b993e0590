import { readonly, ref } from 'vue';
import type { Ref } from 'vue';
import type { Clock } from '../../lib/clock.ts';

/** By what tabs of one browser agree on who of them rings. Undefined: what this browser lacks. */
export interface TabParts {
  readonly locks: Pick<LockManager, 'request'> | undefined;
  /** Opens a channel to the other tabs. */
  readonly openChannel: ((name: string) => TabChannel) | undefined;
  /** Names this tab among the others. */
  readonly tabId: string;
}

export type TabChannel = Pick<BroadcastChannel, 'postMessage' | 'close' | 'onmessage'>;

interface TabMessage {
  readonly tabId: string;
  readonly what: 'asks' | 'rings' | 'leaves';
}

/** `here`: this tab rings. `elsewhere`: another one does. `nowhere`: none that we know of. */
export type TabState = 'here' | 'elsewhere' | 'nowhere';

/** One tab of several rings: nobody wants to hear an order three times, out of step. */
export interface RingingTab {
  readonly state: Readonly<Ref<TabState>>;
  /** Says whether this tab could ring. One that cannot leaves it to another. */
  stand(canRing: boolean): void;
  close(): void;
}

/** How often the other tabs ask who rings. Browsers slow hidden pages down, so it may be less. */
export const ASK_MS = 2_000;
/** Whoever answers none of so many is frozen, for messages reach a hidden page at once. */
export const MAX_UNANSWERED = 3;

/**
 * Settles which of this browser's tabs rings. A Web Lock decides where there are any, and is taken from a holder that
 * does not answer; else the tabs agree among themselves, the one with the least id first. When the tab that rings is
 * closed or frozen, another takes over.
 */
export function createRingingTab(
  name: string,
  { locks, openChannel, tabId }: TabParts,
  clock: Clock,
): RingingTab {
  const state = ref<TabState>('nowhere');
  const channel = openChannel?.(name);
  let canRing = false;
  let isFrozen = false;
  let unanswered = 0;
  let place: AbortController | undefined;
  let release: (() => void) | undefined;

  function say(what: TabMessage['what']): void {
    channel?.postMessage({ tabId, what } satisfies TabMessage);
  }
  function begin(): void {
    state.value = 'here';
    say('rings');
  }
  function leave(): void {
    place?.abort();
    place = undefined;
    release?.();
    release = undefined;
    if (state.value !== 'here') return;
    state.value = 'nowhere';
    say('leaves');
  }

  function takeLock(manager: Pick<LockManager, 'request'>, steal: boolean): void {
    place?.abort();
    const mine = (place = new AbortController());
    const options = steal ? { steal } : { signal: mine.signal };
    async function hold(): Promise<void> {
      if (place !== mine) return;
      begin();
      await new Promise<void>((resolve) => (release = resolve));
    }
    manager
      .request(name, options, hold)
      .catch(() => undefined)
      .finally(() => {
        if (place !== mine) return;
        // Another tab took it, which got no answer of us: we were frozen.
        unanswered = 0;
        state.value = 'elsewhere';
        takeLock(manager, false);
      });
  }
  function takeOver(): void {
    state.value = 'nowhere';
    if (!canRing) return;
    if (locks !== undefined) takeLock(locks, true);
    else begin();
  }

  function hear({ data }: MessageEvent<TabMessage>): void {
    if (data.what === 'asks') {
      if (state.value === 'here') say('rings');
      return;
    }
    unanswered = 0;
    if (data.what === 'leaves') {
      if (state.value === 'elsewhere') state.value = 'nowhere';
      if (locks === undefined && canRing) begin();
    } else if (state.value !== 'here') state.value = 'elsewhere';
    else if (locks === undefined) {
      // Two began at once.
      if (data.tabId < tabId) state.value = 'elsewhere';
      else say('rings');
    }
  }
  function ask(): void {
    if (isFrozen) return;
    if (state.value === 'here') {
      // Without a lock two may believe that they ring, one of which was frozen.
      if (locks === undefined) say('rings');
    } else if (unanswered >= MAX_UNANSWERED) takeOver();
    else {
      unanswered += 1;
      say('asks');
    }
  }
  function stand(able: boolean): void {
    if (able === canRing) return;
    canRing = able;
    if (!able) leave();
    else if (locks !== undefined) takeLock(locks, false);
    else if (channel === undefined) begin();
  }
  /** A frozen page can let nothing go: it does so while it still can. */
  function freeze(): void {
    isFrozen = true;
    leave();
  }
  function resume(): void {
    isFrozen = false;
    unanswered = 0;
    if (canRing && locks !== undefined) takeLock(locks, false);
  }

  if (channel) channel.onmessage = hear;
  say('asks');
  const stopAsking = clock.every(ASK_MS, ask);
  document.addEventListener('freeze', freeze);
  document.addEventListener('resume', resume);
  return {
    state: readonly(state),
    stand,
    close() {
      canRing = false;
      leave();
      stopAsking();
      document.removeEventListener('freeze', freeze);
      document.removeEventListener('resume', resume);
      channel?.close();
    },
  };
}

/** What this browser has. */
export function browserTabParts(): TabParts {
  return {
    locks: 'locks' in navigator ? navigator.locks : undefined,
    openChannel: 'BroadcastChannel' in window ? (name) => new BroadcastChannel(name) : undefined,
    tabId: crypto.getRandomValues(new Uint32Array(2)).join('-'),
  };
}
