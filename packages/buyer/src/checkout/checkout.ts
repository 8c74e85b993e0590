import type { Api, Order, PlaceOrderRequest } from '@carillon/contract';
import { ApiError } from '@carillon/contract';
import { resumesByItself } from './attempts.ts';
import type { Attempt, Attempts } from './attempts.ts';
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
  api: Api;
  attempts: Attempts;
  /** Makes an idempotency key that nobody else has. */
  makeKey: () => string;
  shopId: number;
  /** What the attempt is remembered under. */
  placeName: string;
  /** Takes the order out of the cart, at once: when it returns, the order's key is forgotten. */
  onPlaced: (order: Order) => void;
  /** Called when nothing was ordered, before the state says so. */
  onRefused: (error: ApiError) => Promise<void>;
  /** Told each change; it begins with `idle`. */
  onState: (state: CheckoutState) => void;
}

/** Places orders at one place, each exactly once. */
export function createCheckout(options: CheckoutOptions): Checkout {
  const { api, attempts, shopId, placeName } = options;
  let isSending = false;

  function show(state: CheckoutState): void {
    isSending = state.name === 'sending';
    options.onState(state);
  }

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
    show({ name: 'sending', again });
    try {
      const order = await place(attempt);
      // In this order: should the page die in between, no full cart is left without its key.
      options.onPlaced(order);
      attempts.forget(placeName, attempt.key);
      show({ name: 'placed', order });
    } catch (error) {
      if (!isSurelyRefused(error, again)) {
        show({ name: 'lost', error, again });
        return;
      }
      attempts.forget(placeName, attempt.key);
      await options.onRefused(error);
      show({ name: 'refused', error, request: attempt.request });
    }
  }

  /** Goes on with what is owed. */
  async function settle(owed: Attempt | undefined, maySend: (owed: Attempt) => boolean): Promise<void> {
    if (isSending) return;
    if (!owed) show({ name: 'idle' });
    else if (maySend(owed)) await send(owed, true);
    else show({ name: 'owed', startedAt: owed.startedAt });
  }

  const isRecent = (owed: Attempt) => resumesByItself(owed, Date.now());

  return {
    resume: () => settle(attempts.recall(placeName), isRecent),
    check: () => settle(attempts.recall(placeName), () => true),
    async submit(request) {
      if (isSending) return;
      // Whatever is on the screen now, the order whose answer is owed comes first.
      const owed = attempts.recall(placeName);
      if (owed) return settle(owed, () => isRecent(owed) || isSameRequest(owed.request, request));
      const attempt = { key: options.makeKey(), request, startedAt: Date.now() };
      attempts.remember(placeName, attempt);
      await send(attempt, false);
    },
    discard() {
      if (isSending) return;
      const owed = attempts.recall(placeName);
      if (owed) attempts.forget(placeName, owed.key);
      show({ name: 'idle' });
    },
  };
}
