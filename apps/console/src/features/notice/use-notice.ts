import { ApiError, CHANGE_NOTICE_DESTINATION, makeKey, shopNoticeDestination } from '@carillon/contract';
import type { Api, ChangeNotice, Notice, NoticeEvent } from '@carillon/contract';
import { onScopeDispose, readonly, shallowRef } from 'vue';
import type { Ref } from 'vue';
import type { Clock } from '../../lib/clock.ts';
import type { Line } from '../../lib/line.ts';

export interface NoticeOptions {
  shopId: number;
  api: Api;
  clock: Clock;
  /** Connected by whoever opened it. */
  line: Line;
}

export type NoticeState =
  | { readonly name: 'loading' }
  | { readonly name: 'ready'; readonly notice: Notice | null }
  | { readonly name: 'failed'; readonly error: unknown };

const READ_AGAIN_AFTER_MS = 5000;

/**
 * What a shop announces, kept as the server has it: read once, then followed from the journal number of that reading.
 * Ends with its scope.
 */
export function useNotice({ shopId, api, clock, line }: NoticeOptions) {
  const state = shallowRef<NoticeState>({ name: 'loading' });
  /** Journal number of what is shown. */
  let shownSeq = 0;
  let subscription: { unsubscribe(): void } | undefined;
  let cancelRetry: (() => void) | undefined;
  let disposed = false;

  async function read(): Promise<void> {
    cancelRetry?.();
    try {
      const { notice, seq } = await api('readNotice', { params: { shopId } });
      if (disposed) return;
      if (seq >= shownSeq) show(notice, seq);
      subscription ??= follow(seq);
    } catch (error) {
      if (disposed) return;
      if (state.value.name !== 'ready') state.value = { name: 'failed', error };
      if (!isRefusal(error)) cancelRetry = clock.after(READ_AGAIN_AFTER_MS, () => void read());
    }
  }
  function follow(after: number): { unsubscribe(): void } {
    return line.subscribe(shopNoticeDestination(shopId), {
      after,
      onMessage(message) {
        const { notice } = message.json() as NoticeEvent;
        show(notice, message.seq ?? 0);
      },
      onRecovery({ recovered }) {
        if (recovered) return;
        shownSeq = 0;
        void read();
      },
    });
  }
  function show(notice: Notice | null, seq: number): void {
    shownSeq = seq;
    state.value = { name: 'ready', notice };
  }

  onScopeDispose(() => {
    disposed = true;
    cancelRetry?.();
    subscription?.unsubscribe();
  });
  void read();

  return {
    state: readonly(state) as Readonly<Ref<NoticeState>>,
    read,
    /** Asks the server for a change, which comes back by the journal. Rejects with an error that has a `code`. */
    async change(asked: Pick<ChangeNotice, 'text' | 'until'>): Promise<void> {
      const key = makeKey();
      await line.ask(CHANGE_NOTICE_DESTINATION, { shopId, key, ...asked } satisfies ChangeNotice, key);
    },
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}
