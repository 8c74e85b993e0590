import type { Order, OrderEvent, OrderReply } from '@carillon/contract';
import { orderDestination } from '@carillon/contract';
import { computed, onScopeDispose, shallowRef } from 'vue';
import type { ComputedRef } from 'vue';
import { useApi } from '../../lib/api.ts';
import { ASK_EVERY_MS } from '../../lib/ask-every-ms.ts';
import { useRealtime } from '../../lib/realtime.ts';
import type { LineState } from '@carillon/buyer';
import { useLoader } from '../../lib/use-loader.ts';
import { useReturn } from '../../lib/use-return.ts';

export interface LiveOrder {
  order: ComputedRef<Order | undefined>;
  /** Why there is nothing to show. */
  error: ComputedRef<unknown>;
  line: ComputedRef<LineState>;
  reload: () => Promise<void>;
  /** Takes an answer that the server gave to something the buyer did: it may come before the journal tells. */
  take: (reply: OrderReply) => void;
}

/** One order as it moves: read once, then followed by its journal, and asked for while the line is down. */
export function useLiveOrder(orderId: number): LiveOrder {
  const api = useApi();
  const realtime = useRealtime();
  const told = shallowRef<{ order: Order; seq: number }>();
  const isRefused = shallowRef(false);
  const line = computed(() => (isRefused.value ? 'refused' : realtime.state.value));
  let stopListening: (() => void) | undefined;

  const { state, reload } = useLoader(async (signal) => {
    const { order, seq } = await api('readOrder', { params: { orderId }, signal });
    // What the journal told meanwhile may be newer than this answer.
    if (!told.value || seq >= told.value.seq) told.value = { order, seq };
    stopListening ??= listen(seq);
  });

  function listen(after: number): () => void {
    return realtime.listen(orderDestination(orderId), {
      after,
      onMessage({ seq = 0, json }) {
        if (told.value && seq <= told.value.seq) return;
        const event = json() as OrderEvent;
        told.value = { order: event.order, seq };
      },
      onRecovery({ recovered }) {
        if (recovered) return;
        // The journal was cut or started anew: its numbers say nothing about ours any more.
        if (told.value) told.value = { ...told.value, seq: 0 };
        void reload();
      },
      onRefused: () => (isRefused.value = true),
    });
  }

  const asking = setInterval(() => {
    const isTold = ['online', 'catching-up'].includes(line.value);
    if (isTold || stopListening === undefined || document.visibilityState === 'hidden') return;
    void reload();
  }, ASK_EVERY_MS);

  useReturn(() => {
    realtime.wake();
    if (line.value !== 'online') void reload();
  });
  onScopeDispose(() => {
    clearInterval(asking);
    stopListening?.();
  });

  return {
    order: computed(() => told.value?.order),
    error: computed(() => (state.value.name === 'failed' ? state.value.error : undefined)),
    line,
    reload,
    take(reply) {
      if (!told.value || reply.seq > told.value.seq) told.value = reply;
    },
  };
}
