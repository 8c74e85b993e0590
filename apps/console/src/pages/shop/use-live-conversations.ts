import { ApiError, createOutgoing, mergeMessages, shopConversationsDestination } from '@carillon/contract';
import type {
  Api,
  ConversationEvent,
  ConversationMessage,
  OutgoingMessage,
  OutgoingStore,
} from '@carillon/contract';
import { computed, onScopeDispose, readonly, shallowRef } from 'vue';
import type { Ref } from 'vue';
import { emptyThread } from '../../features/conversations/thread.ts';
import type { Thread } from '../../features/conversations/thread.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Line, LineState } from '../../lib/line.ts';

export interface LiveConversationsOptions {
  shopId: number;
  api: Api;
  clock: Clock;
  /** Connected by whoever opened it. */
  line: Line;
  /** A buyer wrote, now or while the line was away. */
  onMessage: (message: ConversationMessage) => void;
  /** Keeps what is on its way while the page is loaded anew. */
  store: OutgoingStore;
}

const LIST_AGAIN_AFTER_MS = 5000;

/**
 * A shop's conversations, kept as the server has them: what is unread is listed once and then followed by the line
 * from the journal number of that list; a conversation is read whole when it is opened. Ends with its scope.
 */
export function useLiveConversations(options: LiveConversationsOptions) {
  const { shopId, api, clock, line, onMessage, store } = options;
  const threads = shallowRef<ReadonlyMap<number, Thread>>(new Map());
  const waiting = shallowRef<readonly OutgoingMessage[]>([]);
  const outgoing = createOutgoing({
    store,
    ask(destination, body, key) {
      // Should the line only seem to stand, the message is not to be called on its way for long.
      line.wake();
      return line.ask(destination, body, key);
    },
    onChange: (now) => (waiting.value = now),
    onReceipt: (message) => takeIn(message.orderId, [message]),
  });
  /** Journal number of the last event about each order: an older list does not overrule it. */
  let toldAt = new Map<number, number>();
  let subscription: { unsubscribe(): void } | undefined;
  let cancelRetry: (() => void) | undefined;
  let disposed = false;

  const threadOf = (orderId: number): Thread => threads.value.get(orderId) ?? emptyThread;
  function put(orderId: number, parts: Partial<Thread>): void {
    threads.value = new Map(threads.value).set(orderId, { ...threadOf(orderId), ...parts });
  }
  function takeIn(orderId: number, told: readonly ConversationMessage[]): void {
    put(orderId, { messages: mergeMessages(threadOf(orderId).messages, told) });
    for (const { key } of told) outgoing.forget(key);
  }

  async function list(): Promise<void> {
    cancelRetry?.();
    try {
      const { conversations, seq } = await api('listConversations', { params: { shopId } });
      if (disposed) return;
      for (const { orderId, unread, newest } of conversations) {
        takeIn(orderId, [newest]);
        if ((toldAt.get(orderId) ?? 0) <= seq) put(orderId, { unread: unread.shop });
      }
      subscription ??= follow(seq);
    } catch (error) {
      if (!disposed && !isRefusal(error)) cancelRetry = clock.after(LIST_AGAIN_AFTER_MS, () => void list());
    }
  }

  function follow(seq: number): { unsubscribe(): void } {
    return line.subscribe(shopConversationsDestination(shopId), {
      after: seq,
      onMessage: (message) => take(message.json() as ConversationEvent, message.seq ?? 0),
      onRecovery({ recovered }) {
        if (recovered) return;
        // Its numbers say nothing about ours any more, and what was said meanwhile is in no journal.
        toldAt = new Map();
        void list();
        for (const [orderId, { to }] of threads.value) if (to !== undefined) void open(orderId);
      },
    });
  }
  function take(event: ConversationEvent, seq: number): void {
    toldAt.set(event.orderId, seq);
    put(event.orderId, { unread: event.unread.shop });
    if (event.type !== 'message.sent') return;
    takeIn(event.orderId, [event.message]);
    if (event.message.from === 'buyer') onMessage(event.message);
  }

  /** Reads a conversation whole. */
  async function open(orderId: number): Promise<void> {
    put(orderId, { error: undefined });
    try {
      const { conversation } = await api('readConversationAsStaff', { params: { orderId } });
      takeIn(orderId, conversation.messages);
      put(orderId, { to: conversation.to });
    } catch (error) {
      put(orderId, { error });
    }
  }
  /** Says that what is known of a conversation was seen. */
  function markRead(orderId: number): void {
    const { messages, unread } = threadOf(orderId);
    const newest = messages.at(-1);
    if (newest === undefined || unread === 0) return;
    put(orderId, { unread: 0 });
    const call = api('markConversationReadAsStaff', { params: { orderId }, body: { upTo: newest.id } });
    // Not said, it stays unread for the others, and for us after the next list.
    void call.catch(() => undefined);
  }

  const stopWaitingForLine = line.onState(restore);
  function restore({ name }: Pick<LineState, 'name'>): void {
    // Before it is connected nothing can be asked of it.
    if (name !== 'closed') outgoing.restore();
  }
  restore(line.state);

  onScopeDispose(() => {
    disposed = true;
    stopWaitingForLine();
    cancelRetry?.();
    subscription?.unsubscribe();
  });
  void list();

  return {
    /** Orders with something unread, the one that was written about last first. */
    unread: computed(() =>
      [...threads.value]
        .filter(([, thread]) => thread.unread > 0)
        .sort(([, one], [, other]) => newestIdOf(other) - newestIdOf(one))
        .map(([orderId, thread]) => ({ orderId, count: thread.unread })),
    ),
    threads: readonly(threads) as Readonly<Ref<ReadonlyMap<number, Thread>>>,
    outgoing: readonly(waiting) as Readonly<Ref<readonly OutgoingMessage[]>>,
    open,
    markRead,
    send(orderId: number, text: string): void {
      const { to } = threadOf(orderId);
      if (to !== undefined) outgoing.send({ to, orderId, text });
    },
    sendAgain: (key: string) => outgoing.sendAgain(key),
    discard: (key: string) => outgoing.forget(key),
  };
}

export type LiveConversations = ReturnType<typeof useLiveConversations>;

function newestIdOf({ messages }: Thread): number {
  return messages.at(-1)?.id ?? 0;
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.status >= 400 && error.status < 500 && error.status !== 429;
}
