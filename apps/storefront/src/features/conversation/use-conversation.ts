import { createOutgoing, mergeMessages, orderConversationDestination } from '@carillon/contract';
import type { ConversationEvent, ConversationMessage, OutgoingMessage } from '@carillon/contract';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import type { ComputedRef, ShallowRef } from 'vue';
import { useApi } from '../../lib/api.ts';
import { ASK_EVERY_MS } from '../../lib/ask-every-ms.ts';
import { tabMemory } from '../../lib/memory.ts';
import { useRealtime } from '../../lib/realtime.ts';
import { useAnotherTry } from '../../lib/use-another-try.ts';
import { useLoader } from '../../lib/use-loader.ts';
import { useOnline } from '../../lib/use-online.ts';
import { useReturn } from '../../lib/use-return.ts';

export interface ConversationInUse {
  messages: Readonly<ShallowRef<readonly ConversationMessage[]>>;
  /** Ours that are not known to be written down. */
  outgoing: Readonly<ShallowRef<readonly OutgoingMessage[]>>;
  /** How many of the shop's messages the buyer has not read. */
  unread: ComputedRef<number>;
  isOnline: ComputedRef<boolean>;
  /** Why there is nothing to show. */
  error: ComputedRef<unknown>;
  /** Whether it was read, so that it is known whom to write to. */
  isReady: ComputedRef<boolean>;
  send: (text: string) => void;
  sendAgain: (key: string) => void;
  discard: (key: string) => void;
  /** Says that everything was seen. */
  markRead: () => void;
  reload: () => Promise<void>;
}

/** What was said about an order: read once, then followed by its journal, and read again while the line is down. */
export function useConversation(orderId: number): ConversationInUse {
  const api = useApi();
  const realtime = useRealtime();
  const messages = shallowRef<readonly ConversationMessage[]>([]);
  const waiting = shallowRef<readonly OutgoingMessage[]>([]);
  /** What the server last told of what is unread, and the journal's number at that moment. */
  const told = shallowRef({ unread: 0, seq: 0 });
  let stopListening: (() => void) | undefined;

  const outgoing = createOutgoing({
    store: tabMemory(`outgoing.${orderId}`),
    ask(destination, body, key) {
      // Should the line only seem to stand, the message is not to be called on its way for long.
      realtime.wake();
      return realtime.ask(destination, body, key);
    },
    onChange: (now) => (waiting.value = now),
    onReceipt: (message) => takeIn([message]),
  });
  function takeIn(news: readonly ConversationMessage[]): void {
    messages.value = mergeMessages(messages.value, news);
    for (const { key } of news) outgoing.forget(key);
  }

  const loader = useLoader(async (signal) => {
    const { conversation, seq } = await api('readConversation', { params: { orderId }, signal });
    takeIn(conversation.messages);
    // What the journal told meanwhile may be newer than this answer.
    if (seq >= told.value.seq) told.value = { unread: conversation.unread.buyer, seq };
    if (stopListening === undefined) {
      stopListening = listen(seq);
      outgoing.restore();
    }
    return conversation.to;
  });
  const { state, value, reload } = loader;
  useAnotherTry(loader);

  function listen(after: number): () => void {
    return realtime.listen(orderConversationDestination(orderId), {
      after,
      onMessage({ seq = 0, json }) {
        const event = json() as ConversationEvent;
        if (seq > told.value.seq) told.value = { unread: event.unread.buyer, seq };
        if (event.type === 'message.sent') takeIn([event.message]);
      },
      onRecovery({ recovered }) {
        if (recovered) return;
        // The journal was cut or started anew: its numbers say nothing about ours any more.
        told.value = { ...told.value, seq: 0 };
        void reload();
      },
      onRefused: () => undefined,
    });
  }

  // The phone knows that it has no network some time before the line does.
  const hasNetwork = useOnline();
  const isOnline = computed(
    () => hasNetwork.value && ['online', 'catching-up'].includes(realtime.state.value),
  );
  // What could not be read without a network is read when it is back.
  watch(isOnline, (online) => {
    if (online && state.value.name === 'failed') void reload();
  });
  const asking = setInterval(() => {
    if (isOnline.value || stopListening === undefined || document.visibilityState === 'hidden') return;
    void reload();
  }, ASK_EVERY_MS);
  useReturn(() => {
    if (!isOnline.value) void reload();
  });
  onScopeDispose(() => {
    clearInterval(asking);
    stopListening?.();
  });

  return {
    messages,
    outgoing: waiting,
    unread: computed(() => told.value.unread),
    isOnline,
    error: computed(() => (state.value.name === 'failed' ? state.value.error : undefined)),
    isReady: computed(() => value.value !== undefined),
    send(text) {
      const to = value.value;
      if (to !== undefined) outgoing.send({ to, orderId, text });
    },
    sendAgain: (key) => outgoing.sendAgain(key),
    discard: (key) => outgoing.forget(key),
    markRead() {
      const newest = messages.value.at(-1);
      if (newest === undefined || told.value.unread === 0) return;
      told.value = { ...told.value, unread: 0 };
      const call = api('markConversationRead', { params: { orderId }, body: { upTo: newest.id } });
      // Not said, it is unread again after the next reading.
      call.catch(() => undefined);
    },
    reload,
  };
}
