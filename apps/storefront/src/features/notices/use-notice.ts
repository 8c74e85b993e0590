import { shopNoticeDestination } from '@carillon/contract';
import type { Notice, NoticeEvent } from '@carillon/contract';
import { computed, onScopeDispose, shallowRef } from 'vue';
import type { ComputedRef } from 'vue';
import { useApi } from '../../lib/api.ts';
import { recall, remember } from '../../lib/memory.ts';
import { useRealtime } from '../../lib/realtime.ts';
import { useAnotherTry } from '../../lib/use-another-try.ts';
import { useLoader } from '../../lib/use-loader.ts';
import { useReturn } from '../../lib/use-return.ts';

export interface NoticeInUse {
  /** What the shop announces and the buyer has not put away; undefined when there is nothing. */
  notice: ComputedRef<Notice | undefined>;
  /** Puts this announcement away, in this browser; the next one shows again. */
  dismiss: () => void;
}

/** What a shop announces: read once, then followed by its journal. A page works as well without. */
export function useNotice(shopId: number): NoticeInUse {
  const api = useApi();
  const realtime = useRealtime();
  const memoryName = `notice.${shopId}`;
  const told = shallowRef<{ notice: Notice | null; seq: number }>();
  const dismissedId = shallowRef(recall(memoryName));
  let stopListening: (() => void) | undefined;

  const loader = useLoader(async (signal) => {
    const { notice, seq } = await api('readNotice', { params: { shopId }, signal });
    // What the journal told meanwhile may be newer than this answer.
    if (!told.value || seq >= told.value.seq) told.value = { notice, seq };
    stopListening ??= listen(seq);
  });
  const { reload } = loader;
  useAnotherTry(loader);

  function listen(after: number): () => void {
    return realtime.listen(shopNoticeDestination(shopId), {
      after,
      onMessage({ seq = 0, json }) {
        const { notice } = json() as NoticeEvent;
        told.value = { notice, seq };
      },
      onRecovery({ recovered }) {
        if (recovered) return;
        // The journal was cut or started anew: its numbers say nothing about ours any more.
        if (told.value) told.value = { ...told.value, seq: 0 };
        void reload();
      },
    });
  }

  useReturn(() => {
    realtime.wake();
    if (realtime.state.value !== 'online') void reload();
  });
  onScopeDispose(() => stopListening?.());

  return {
    notice: computed(() => {
      const notice = told.value?.notice ?? undefined;
      return notice?.id === dismissedId.value ? undefined : notice;
    }),
    dismiss() {
      const id = told.value?.notice?.id;
      dismissedId.value = id;
      remember(memoryName, id);
    },
  };
}
