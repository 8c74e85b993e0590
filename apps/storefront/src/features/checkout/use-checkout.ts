import type { Order, PlaceOrderRequest } from '@carillon/contract';
import { ApiError, makeKey } from '@carillon/contract';
import { shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import { useApi } from '../../lib/api.ts';
import { forgetAttempt, recallAttempt, rememberAttempt, resumesByItself } from './attempt.ts';
import type { Attempt } from './attempt.ts';
import { isSameRequest } from './same-request.ts';
import { isSurelyRefused } from './surely-refused.ts';

export type CheckoutState =
  | { name: 'idle' }
  | { name: 'sending'; /** The order was sent before: we only find out about it. */ again: boolean }
  | { name: 'placed'; order: Order }
  /** The server said no: nothing was ordered. */
  | { name: 'refused'; error: ApiError; request: PlaceOrderRequest }
  /** No answer that tells: the order may or may not have been placed. */
  | { name: 'lost'; error: unknown; again: boolean }
  /** As lost, but so long ago that the buyer has to say whether it should still be sent. */
  | { name: 'owed'; startedAt: number };

export interface Checkout {
  state: Readonly<ShallowRef<CheckoutState>>;
  /** Places the order; one whose answer is owed comes first. Does nothing while one is under way. Never rejects. */
  submit: (request: PlaceOrderRequest) => Promise<void>;
  /** Sends the order again whose answer is owed, if there is one; asks first when it is an old one. */
  resume: () => Promise<void>;
  /** Sends the order again whose answer is owed, however old it is: the buyer wants to know. */
  check: () => Promise<void>;
  /** Gives up the order whose answer is owed: the buyer knows that it may have been placed. */
  discard: () => void;
}

interface CheckoutOptions {
  shopId: number;
  /** What the attempt is remembered under. */
  placeName: string;
  /** Takes the order out of the cart, at once: when it returns, the order's key is forgotten. */
  onPlaced: (order: Order) => void;
  /** Called when nothing was ordered, before the state says so. */
  onRefused: (error: ApiError) => Promise<void>;
}

/** Places orders at one place, each exactly once. */
export function useCheckout({ shopId, placeName, onPlaced, onRefused }: CheckoutOptions): Checkout {
  const api = useApi();
  const state = shallowRef<CheckoutState>({ name: 'idle' });

  async function place({ key, request }: Attempt): Promise<Order> {
    const call = { params: { shopId }, body: request, headers: { 'idempotency-key': key } };
    const { order } = await api('placeOrder', call).catch((error: unknown) => {
      // The refusal came with the cookie that was missing.
      if (error instanceof ApiError && error.code === 'buyer_unknown') return api('placeOrder', call);
      throw error;
    });
    return order;
  }

  async function send(attempt: Attempt, again: boolean): Promise<void> {
    state.value = { name: 'sending', again };
    try {
      const order = await place(attempt);
      // In this order: should the page die in between, no full cart is left without its key.
      onPlaced(order);
      forgetAttempt(placeName, attempt.key);
      state.value = { name: 'placed', order };
    } catch (error) {
      if (!isSurelyRefused(error, again)) {
        state.value = { name: 'lost', error, again };
        return;
      }
      forgetAttempt(placeName, attempt.key);
      await onRefused(error);
      state.value = { name: 'refused', error, request: attempt.request };
    }
  }

  /** Goes on with what is owed. */
  async function settle(owed: Attempt | undefined, maySend: (owed: Attempt) => boolean): Promise<void> {
    if (state.value.name === 'sending') return;
    if (!owed) state.value = { name: 'idle' };
    else if (maySend(owed)) await send(owed, true);
    else state.value = { name: 'owed', startedAt: owed.startedAt };
  }

  const isRecent = (owed: Attempt) => resumesByItself(owed, Date.now());

  return {
    state,
    resume: () => settle(recallAttempt(placeName), isRecent),
    check: () => settle(recallAttempt(placeName), () => true),
    async submit(request) {
      if (state.value.name === 'sending') return;
      // Whatever is on the screen now, the order whose answer is owed comes first.
      const owed = recallAttempt(placeName);
      if (owed) return settle(owed, () => isRecent(owed) || isSameRequest(owed.request, request));
      const attempt = { key: makeKey(), request, startedAt: Date.now() };
      rememberAttempt(placeName, attempt);
      await send(attempt, false);
    },
    discard() {
      if (state.value.name === 'sending') return;
      const owed = recallAttempt(placeName);
      if (owed) forgetAttempt(placeName, owed.key);
      state.value = { name: 'idle' };
    },
  };
}
