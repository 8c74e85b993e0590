import { formatFen } from '@carillon/contract';
import type { Order } from '@carillon/contract';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import type { ComputedRef, Ref } from 'vue';
import type { Clock } from '../../lib/clock.ts';
import { lineText } from '../../lib/line-text.ts';
import { orderLabel } from '../../lib/order-name.ts';
import { useWords } from '../../lib/use-words.ts';
import type { ChimeName } from './chime.ts';
import type { Device } from './device.ts';
import { chimed, chimedReminders, furthestStep, insistence, popUpIds, quieted } from './ring.ts';
import { rungHere, silentRing, unheard, unquieted, unrungIds, unrungReminderIds } from './ring.ts';
import { untilChimeMs, withWaiting } from './ring.ts';
import type { RingReports } from './ring-reports.ts';
import { reminderSpeech, speechText } from './speech-text.ts';

export interface RingOptions {
  clock: Clock;
  device: Device;
  /** The orders that wait to be accepted, who waits longest first. */
  waiting: Readonly<Ref<readonly Order[]>>;
  /** Whether it is this tab of the device that sounds. */
  isRinging: Readonly<Ref<boolean>>;
  /** Whom to tell what became of it. */
  reports: RingReports;
}

export interface OrderBell {
  /** What the pop-up shows, one queue. */
  readonly popUp: ComputedRef<Order[]>;
  /** How many orders ring on with their pop-up put off. */
  readonly putOff: ComputedRef<number>;
  /** Puts the pop-up off. The bell goes on. */
  quiet(): void;
  /** Brings the pop-up back for all that wait. */
  reopen(): void;
}

/** Rings this device for the orders that wait, from the moment its staff take orders, until its scope ends. */
export function useRing({ clock, device, waiting, isRinging, reports }: RingOptions): OrderBell {
  const { t, locale } = useWords();
  const ring = shallowRef(silentRing);
  /** Whether the last chime could not be heard. */
  let missed = false;
  let cancel: (() => void) | undefined;

  const orders = (ids: readonly number[]) => waiting.value.filter(({ id }) => ids.includes(id));
  /** Those that this device rings for. */
  const ringing = computed(() => rungHere(device.taking.value ? waiting.value : [], device.prefers.value));
  const step = () => furthestStep(ringing.value);

  function plan(): void {
    cancel?.();
    const delayMs = untilChimeMs(ring.value, { nowMs: clock.elapsed(), step: step() });
    if (delayMs === undefined || !isRinging.value) return;
    if (delayMs > 0) cancel = clock.after(delayMs, strike);
    else strike();
  }
  /** New orders first: whoever asks for one that nobody has heard of is told of in the chime after. */
  function strike(): void {
    const fresh = orders(unrungIds(ring.value));
    const reminded = fresh.length > 0 ? [] : orders(unrungReminderIds(ring.value));
    if (reminded.length > 0) {
      ring.value = chimedReminders(ring.value, clock.elapsed());
      if (document.hidden) notify('ring.reminderTitle', reminded);
      sound('reminder', reminderSpeech(locale.value, reminded));
    } else {
      ring.value = chimed(ring.value, clock.elapsed());
      if (document.hidden) notify('ring.dialogTitle', fresh);
      sound('newOrder', speechText(locale.value, fresh));
    }
    plan();
  }
  function sound(chime: ChimeName, speech: string): void {
    missed = device.bell.state.value !== 'running';
    const orderIds = ring.value.waiting;
    void device.bell.play(chime, insistence(step()).loudness).then((heard) => {
      missed ||= !heard;
      reports.tell(orderIds, heard);
      if (heard || device.bell.state.value === 'unsupported') device.speaker.speak(locale.value, speech);
    });
  }
  function notify(title: 'ring.dialogTitle' | 'ring.reminderTitle', news: readonly Order[]): void {
    for (const order of news) {
      device.notifier.show(
        `order-${order.id}`,
        t(title, { order: orderLabel(order) }),
        t('ring.notificationBody', {
          items: order.lines.map(lineText).join(' '),
          amount: formatFen(order.totalFen),
        }),
      );
    }
  }

  watch(
    ringing,
    (orders) => {
      const reminders = orders.flatMap(({ id, remindedAt }) =>
        remindedAt ? [[id, remindedAt] as const] : [],
      );
      const ids = orders.map(({ id }) => id);
      ring.value = withWaiting(ring.value, ids, new Map(reminders));
      plan();
    },
    { immediate: true },
  );
  watch(device.bell.state, (state) => {
    if (state !== 'running' || !missed) return;
    missed = false;
    ring.value = unheard(ring.value);
    plan();
  });
  watch(isRinging, (isIt) => {
    // Another tab rang until now: it is not known what was heard of that.
    if (isIt) ring.value = unheard(ring.value);
    plan();
  });
  onScopeDispose(() => cancel?.());

  return {
    popUp: computed(() => orders(popUpIds(ring.value))),
    putOff: computed(() => ring.value.quieted.size),
    quiet() {
      reports.acknowledge(popUpIds(ring.value));
      ring.value = quieted(ring.value);
    },
    reopen: () => (ring.value = unquieted(ring.value)),
  };
}
