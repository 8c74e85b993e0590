import { ApiError } from '@carillon/contract';
import type { TradeReply } from '@carillon/contract';
import { computed, shallowRef, watch } from 'vue';
import type { ComputedRef } from 'vue';
import { useApi } from '../../lib/api.ts';
import { useLoader } from '../../lib/use-loader.ts';
import { useNow } from '../../lib/use-now.ts';

/** A page left open does not open trades for ever: after so many renewals the buyer is asked. */
export const MAX_RENEWALS = 3;

/** A code that just came is good for this long at least: the phone's clock may be wrong, the server's is not. */
export const CODE_LASTS_AT_LEAST_MS = 60_000;

export type TradeState =
  | { name: 'loading' }
  | { name: 'failed'; error: unknown }
  | { name: 'open'; trade: TradeReply; leftMs: number }
  | { name: 'renewing' }
  /** The code has run out, and nobody seems to look. */
  | { name: 'paused' };

export interface TradeInUse {
  state: ComputedRef<TradeState>;
  /** Opens the trade again, because the buyer asked. */
  renew: () => void;
}

/** Opens the trade that an order is paid through, and renews it when its code runs out. */
export function useTrade(orderId: number): TradeInUse {
  const api = useApi();
  const now = useNow();
  const renewals = shallowRef(0);
  const { state, staleBecause, reload } = useLoader(async (signal) => {
    const trade = await api('openTrade', { params: { orderId }, signal });
    return { trade, goodUntil: Math.max(Date.parse(trade.expiresAt), Date.now() + CODE_LASTS_AT_LEAST_MS) };
  });
  const leftMs = computed(() =>
    state.value.name === 'ready' ? state.value.value.goodUntil - now.value : Infinity,
  );

  watch(
    () => leftMs.value <= 0,
    (expired) => {
      if (!expired || renewals.value >= MAX_RENEWALS) return;
      renewals.value += 1;
      void reload();
    },
  );

  return {
    state: computed(() => {
      const loaded = state.value;
      if (loaded.name !== 'ready') return loaded;
      if (isRefusal(staleBecause.value)) return { name: 'failed', error: staleBecause.value };
      if (leftMs.value > 0) return { name: 'open', trade: loaded.value.trade, leftMs: leftMs.value };
      const isLeftAlone = renewals.value >= MAX_RENEWALS || staleBecause.value !== undefined;
      return { name: isLeftAlone ? 'paused' : 'renewing' };
    }),
    renew() {
      renewals.value = 0;
      void reload();
    },
  };
}

/** The order is not one that can be paid any more: asking again changes nothing. */
function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.status === 409;
}
