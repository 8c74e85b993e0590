import type { ConversationMessage, Order, Staff } from '@carillon/contract';
import { computed, inject, ref, watch } from 'vue';
import type { InjectionKey, Ref } from 'vue';
import { columnsOf } from '../../features/board/columns.ts';
import type { Columns } from '../../features/board/columns.ts';
import { createQuickReplies } from '../../features/conversations/quick-replies.ts';
import type { QuickReplies } from '../../features/conversations/quick-replies.ts';
import { deafReason } from '../../features/ring/deafness.ts';
import type { DeafReason } from '../../features/ring/deafness.ts';
import { useDevice } from '../../features/ring/device.ts';
import { useRing } from '../../features/ring/use-ring.ts';
import type { OrderBell } from '../../features/ring/use-ring.ts';
import { useSession } from '../../features/session/session.ts';
import type { Line } from '../../lib/line.ts';
import { useNow } from '../../lib/now.ts';
import { deviceMemory, tabMemory } from '../../lib/memory.ts';
import { useNetwork } from '../../lib/use-network.ts';
import { orderLabel } from '../../lib/order-name.ts';
import { movedBy } from '../../lib/order-status.ts';
import { useParts } from '../../lib/parts.ts';
import { useWords } from '../../lib/use-words.ts';
import { useNotices } from '../../ui/notices.ts';
import { useLiveBoard } from './use-live-board.ts';
import type { LiveBoard } from './use-live-board.ts';
import { useLiveConversations } from './use-live-conversations.ts';
import type { LiveConversations } from './use-live-conversations.ts';
import { useMissingOrders } from './use-missing-orders.ts';
import { useSteps } from './use-steps.ts';
import type { Steps } from './use-steps.ts';
import { useUsualMinutes } from './use-usual-minutes.ts';

/** One shop as its staff work it on this page: its orders, the line they come by, and the bell. */
export interface Desk {
  readonly shop: Staff['shops'][number];
  /** Connected once the board is read, closed with the desk. */
  readonly line: Line;
  readonly live: LiveBoard;
  /** Whether what is written goes out at once, and what is shown is how it is now. */
  readonly isOnline: Readonly<Ref<boolean>>;
  readonly conversations: LiveConversations;
  readonly quickReplies: QuickReplies;
  readonly columns: Readonly<Ref<Columns>>;
  readonly bell: OrderBell;
  /** Whether the page still asks to start taking orders. */
  readonly gateOpen: Ref<boolean>;
  readonly deaf: Readonly<Ref<DeafReason | undefined>>;
  readonly nowMs: Readonly<Ref<number>>;
  readonly steps: Omit<Steps, 'step' | 'isOwn'>;
  /** In how many minutes this shop promises orders unless staff say otherwise; undefined while that is not known. */
  readonly usualMinutes: Readonly<Ref<number | undefined>>;
  /** Takes the order's next step, accepted with a promise, and sounds when it is done. */
  step(order: Order, promiseMinutes?: number): Promise<void>;
  /** Looks after the line and the sound: the page is visible again, or the network is back. */
  wake(): void;
}

export const deskKey: InjectionKey<Desk> = Symbol('desk');

/** Beside the ring of an order, 0.7 and more: it asks to be looked at, not run to. */
const MESSAGE_LOUDNESS = 0.25;

/** Gives the desk of the shop this component is in. */
export function useDesk(): Desk {
  const desk = inject(deskKey);
  if (!desk) throw new Error('useDesk() outside of a shop: provide deskKey first');
  return desk;
}

/** Opens a desk that closes with its scope. */
export function openDesk(shop: Staff['shops'][number]): Desk {
  const { clock, openLine } = useParts();
  const session = useSession();
  const device = useDevice();
  const notices = useNotices();
  const { t } = useWords();
  const hasNetwork = useNetwork();
  const { value: visitor } = session.state;
  const outgoingName = `outgoing.${visitor.name === 'in' ? visitor.staff.id : 0}.${shop.id}`;

  const line = openLine({ mayRetry: async () => (await session.look()).name !== 'out' });
  const live = useLiveBoard({
    ...{ shopId: shop.id, api: session.api, clock, line },
    onEvent({ type, order }, before) {
      const waited = before.get(order.id)?.order.status === 'paid';
      if (type !== 'order.accepted' || !waited || steps.isOwn(order.id)) return;
      const name = movedBy(order, 'accepted') ?? '';
      notices.say(t('ring.acceptedElsewhere', { order: orderLabel(order), name }));
    },
  });
  const conversations = useLiveConversations({
    ...{ shopId: shop.id, api: session.api, clock, line },
    onMessage(message) {
      void device.bell.play('message', MESSAGE_LOUDNESS);
      if (document.hidden && device.taking.value) notify(message);
    },
    // Another of the staff who logs in on this tab is not to send what this one wrote.
    store: {
      read: () => tabMemory.read(outgoingName),
      write: (text) => tabMemory.write(outgoingName, text),
    },
  });
  /** Beside the chime, which says nothing of who wrote what; in the place of an earlier one about the order. */
  function notify({ orderId, text }: ConversationMessage): void {
    const order = live.board.value.get(orderId)?.order;
    const name = order ? orderLabel(order) : t('talk.anOrder');
    device.notifier.show(`message-${orderId}`, t('talk.notification', { order: name }), text);
  }
  useMissingOrders({
    api: session.api,
    wanted: () => conversations.unread.value.map(({ orderId }) => orderId),
    known: () => (live.load.value.name === 'ready' ? live.board.value : undefined),
    put: (order) => void live.put(order),
  });
  const steps = useSteps(session.api, live);
  const columns = computed(() => columnsOf(live.board.value));
  const bell = useRing({ clock, device, waiting: computed(() => columns.value.waiting) });
  const gateOpen = ref(!device.taking.value);
  watch(device.taking, (taking) => taking && (gateOpen.value = false));

  return {
    shop,
    line,
    live,
    isOnline: computed(() => hasNetwork.value && ['online', 'catching-up'].includes(live.line.value.name)),
    conversations,
    quickReplies: createQuickReplies(deviceMemory),
    columns,
    bell,
    gateOpen,
    deaf: computed(() => deafReason(device.taking.value, device.bell.state.value, live.line.value)),
    nowMs: useNow(clock),
    steps,
    usualMinutes: useUsualMinutes(session.api, shop.id),
    async step(order, promiseMinutes) {
      if (await steps.step(order, promiseMinutes)) void device.bell.play('success', 0.4);
    },
    wake() {
      live.wake();
      device.restore();
    },
  };
}
