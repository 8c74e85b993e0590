import { formatFen } from '@carillon/contract';
import type { Order } from '@carillon/contract';
import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import type { ComputedRef, Ref } from 'vue';
import type { Clock } from '../../lib/clock.ts';
import { orderLabel } from '../../lib/order-name.ts';
import { waitingSinceMs } from '../../lib/order-status.ts';
import { useWords } from '../../lib/use-words.ts';
import type { Device } from './device.ts';
import { chimed, insistence, popUpIds, quieted, silentRing } from './ring.ts';
import { unheard, unquieted, unrungIds, untilChimeMs, withWaiting } from './ring.ts';
import { speechText } from './speech-text.ts';

export interface RingOptions {
  clock: Clock;
  device: Device;
  /** The orders that wait to be accepted, who waits longest first. */
  waiting: Readonly<Ref<readonly Order[]>>;
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
export function useRing({ clock, device, waiting }: RingOptions): OrderBell {
  const { t, locale } = useWords();
  const ring = shallowRef(silentRing);
  /** Whether the last chime could not be heard. */
  let missed = false;
  let cancel: (() => void) | undefined;

  const orders = (ids: readonly number[]) => waiting.value.filter(({ id }) => ids.includes(id));
  /** The age that the board shows. It says how insistent the bell is, not when it rings. */
  const longestWaitMs = () => clock.now() - Math.min(...waiting.value.map(waitingSinceMs), clock.now());

  function plan(): void {
    cancel?.();
    const delayMs = untilChimeMs(ring.value, { nowMs: clock.elapsed(), longestWaitMs: longestWaitMs() });
    if (delayMs === undefined) return;
    if (delayMs > 0) cancel = clock.after(delayMs, strike);
    else strike();
  }
  function strike(): void {
    const fresh = orders(unrungIds(ring.value));
    ring.value = chimed(ring.value, clock.elapsed());
    if (document.hidden) notify(fresh);
    missed = device.bell.state.value !== 'running';
    void device.bell.play('newOrder', insistence(longestWaitMs()).loudness).then((heard) => {
      missed ||= !heard;
      if (heard || device.bell.state.value === 'unsupported') {
        device.speaker.speak(locale.value, speechText(locale.value, fresh));
      }
    });
    plan();
  }
  function notify(fresh: readonly Order[]): void {
    for (const order of fresh) {
      device.notifier.show(
        `order-${order.id}`,
        t('ring.dialogTitle', { order: orderLabel(order) }),
        t('ring.notificationBody', {
          items: order.lines.map((line) => `${line.name}×${line.quantity}`).join(' '),
          amount: formatFen(order.totalFen),
        }),
      );
    }
  }

  watch(
    [waiting, device.taking],
    () => {
      ring.value = withWaiting(ring.value, device.taking.value ? waiting.value.map(({ id }) => id) : []);
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
  onScopeDispose(() => cancel?.());

  return {
    popUp: computed(() => orders(popUpIds(ring.value))),
    putOff: computed(() => ring.value.quieted.size),
    quiet: () => (ring.value = quieted(ring.value)),
    reopen: () => (ring.value = unquieted(ring.value)),
  };
}
