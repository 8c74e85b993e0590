import type { TabChannel, TabParts } from '../features/ring/ringing-tab.ts';

interface Waiting {
  readonly callback: () => unknown;
  readonly settle: (stolen?: Error) => void;
}

export interface FakeBrowser {
  /** What a tab of this browser has. A `frozen` one hears nothing and does not go on. */
  openTab(tabId: string): TabParts & { frozen: boolean };
}

/** Makes a browser with several tabs. */
export function createFakeBrowser({ hasLocks = true } = {}): FakeBrowser {
  const channels = new Set<{ tab: { frozen: boolean }; channel: TabChannel }>();
  let holder: Waiting | undefined;
  const line: Waiting[] = [];

  function next(): void {
    holder = line.shift();
    if (holder) void run(holder);
  }
  async function run(held: Waiting): Promise<void> {
    await held.callback();
    held.settle();
    if (holder === held) next();
  }
  function request(_name: string, options: LockOptions, callback: () => unknown): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        callback,
        settle: (stolen) => (stolen ? reject(stolen) : resolve()),
      };
      if (options.steal === true) {
        holder?.settle(new Error('stolen'));
        holder = waiting;
        void run(waiting);
        return;
      }
      options.signal?.addEventListener('abort', () => {
        const index = line.indexOf(waiting);
        if (index < 0) return;
        line.splice(index, 1);
        reject(new Error('aborted'));
      });
      line.push(waiting);
      if (!holder) next();
    });
  }

  return {
    openTab(tabId) {
      const tab = {
        tabId,
        frozen: false,
        locks: hasLocks ? ({ request } as unknown as TabParts['locks']) : undefined,
        openChannel: () => {
          const channel: TabChannel = {
            onmessage: null,
            postMessage(data: unknown) {
              if (tab.frozen) return;
              for (const other of channels) {
                if (other.channel === channel || other.tab.frozen) continue;
                other.channel.onmessage?.call(channel as BroadcastChannel, { data } as MessageEvent);
              }
            },
            close: () => void channels.delete(entry),
          };
          const entry = { tab, channel };
          channels.add(entry);
          return channel;
        },
      };
      return tab;
    },
  };
}
