import type { Order, PlaceOrderRequest } from '@carillon/contract';
import { ApiError } from '@carillon/contract';
import { shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import { useApi } from '../../lib/api.ts';
import { makeAttemptKey } from './attempt-key.ts';
import { forgetAttempt, recallAttempt, rememberAttempt, resumesByItself } from './attempt.ts';
import type { Attempt } from './attempt.ts';

export type CheckoutState =
  | { name: 'idle' }
  | { name: 'sending'; /** The order was sent before: we only find out about it. */ again: boolean }
  /** The server said no: nothing was ordered. */
  | { name: 'refused'; error: ApiError; request: PlaceOrderRequest }
  /** No answer that tells: the order may or may not have been placed. */
  | { name: 'lost'; error: unknown };

export interface Checkout {
  state: Readonly<ShallowRef<CheckoutState>>;
  /** Places the order. A call while one is under way does nothing. Never rejects. */
  submit: (request: PlaceOrderRequest) => Promise<void>;
  /** Sends the order again whose answer is owed, if there is one. */
  resume: () => Promise<void>;
}

interface CheckoutOptions {
  shopId: number;
  /** What the attempt is remembered under. */
  placeName: string;
  onPlaced: (order: Order) => void;
  /** Called when nothing was ordered, before the state says so. */
  onRefused: (error: ApiError) => Promise<void>;
}

/** Places orders at one place, each exactly once. */
export function useCheckout({ shopId, placeName, onPlaced, onRefused }: CheckoutOptions): Checkout {
  const api = useApi();
  const state = shallowRef<CheckoutState>({ name: 'idle' });

  function findOwed(): Attempt | undefined {
    const owed = recallAttempt(placeName);
    return owed && resumesByItself(owed, Date.now()) ? owed : undefined;
  }

  async function send({ key, request }: Attempt, again: boolean): Promise<void> {
    state.value = { name: 'sending', again };
    try {
      const headers = { 'idempotency-key': key };
      const place = () => api('placeOrder', { params: { shopId }, body: request, headers });
      const { order } = await place().catch((error: unknown) => {
        // The refusal came with the cookie that was missing.
        if (error instanceof ApiError && error.code === 'buyer_unknown') return place();
        throw error;
      });
      forgetAttempt(placeName, key);
      onPlaced(order);
    } catch (error) {
      if (!isRefusal(error)) {
        state.value = { name: 'lost', error };
        return;
      }
      forgetAttempt(placeName, key);
      await onRefused(error);
      state.value = { name: 'refused', error, request };
    }
  }

  async function resume(): Promise<void> {
    const owed = findOwed();
    if (state.value.name === 'sending') return;
    if (owed) await send(owed, true);
    else state.value = { name: 'idle' };
  }

  return {
    state,
    resume,
    async submit(request) {
      if (state.value.name === 'sending') return;
      // Whatever is on the screen now, the order whose answer is owed comes first.
      if (findOwed()) return resume();
      const attempt = { key: makeAttemptKey(), request, startedAt: Date.now() };
      rememberAttempt(placeName, attempt);
      await send(attempt, false);
    },
  };
}

/** Whether the server surely placed nothing. A proxy's page, a fault or silence do not tell. */
function isRefusal(error: unknown): error is ApiError {
  return (
    error instanceof ApiError &&
    error.status >= 400 &&
    error.status < 500 &&
    error.code !== 'unreadable_answer'
  );
}
