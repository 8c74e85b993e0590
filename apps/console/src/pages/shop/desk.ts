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
import { createRingReports } from '../../features/ring/ring-reports.ts';
import type { TabState } from '../../features/ring/ringing-tab.ts';
import { testRing } from '../../features/ring/test-ring.ts';
import { useRing } from '../../features/ring/use-ring.ts';
import { useRingAbility } from '../../features/ring/use-ring-ability.ts';
import { useRingingTab } from '../../features/ring/use-ringing-tab.ts';
import { useShopHearing } from '../../features/ring/use-shop-hearing.ts';
import { useTestRings } from '../../features/ring/use-test-rings.ts';
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
  /** Which of this device's tabs rings. */
  readonly tab: Readonly<Ref<TabState>>;
  /** Since when none of the open shop's devices can ring; undefined while one can. */
  readonly deafShopSince: Readonly<Ref<string | undefined>>;
  /** Has this device ring once, or every device of the shop. Rejects when the server does not take it. */
  askTestRing(everyDevice: boolean): Promise<void>;
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
  const { t, locale } = useWords();
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
      if (tab.value !== 'elsewhere') void device.bell.play('message', MESSAGE_LOUDNESS);
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
  const tab = useRingingTab(shop.id, device, clock);
  const isRinging = computed(() => tab.value !== 'elsewhere');
  const bell = useRing({
    ...{ clock, device, isRinging },
    waiting: computed(() => columns.value.waiting),
    reports: createRingReports({ shopId: shop.id, line }, () => device.bell.state.value),
  });
  const { deviceId } = useRingAbility({ shopId: shop.id, clock, line, device, tab });
  const testRings = useTestRings({
    ...{ shopId: shop.id, line, deviceId, isRinging: () => isRinging.value },
    ring({ by }) {
      notices.say(t('rings.test.by', { name: by }));
      void testRing(device, locale.value, clock);
    },
  });
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
    tab,
    deafShopSince: useShopHearing(shop.id, line),
    askTestRing: async (everyDevice) => testRings.ask(everyDevice),
    gateOpen,
    deaf: computed(() =>
      deafReason({
        taking: device.taking.value,
        bell: device.bell.state.value,
        line: live.line.value,
        tab: tab.value,
      }),
    ),
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
