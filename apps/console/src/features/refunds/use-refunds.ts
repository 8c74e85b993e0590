import { ApiError, makeKey } from '@carillon/contract';
import type { Api, Order, OrderReply, RetryRefundRequest } from '@carillon/contract';
import { readonly, ref, shallowRef } from 'vue';
import type { Ref } from 'vue';

export interface RefundAsked {
  readonly amountFen: number;
  /** What the buyer reads. */
  readonly reason: string;
}

/**
 * Gives money back, one thing at a time: pressed twice, it is asked once. A refund whose answer was lost keeps its key
 * until the server answers, also over a closed dialog: asked again, money goes back once.
 */
export function useRefunds(api: Api) {
  const busy = ref(false);
  const failure = shallowRef<unknown>();
  /** Idempotency keys of refunds that the server may or may not have, by order id. */
  const keys = new Map<number, string>();

  async function run(call: () => Promise<OrderReply>): Promise<Order | undefined> {
    if (busy.value) return undefined;
    busy.value = true;
    failure.value = undefined;
    try {
      return (await call()).order;
    } catch (error) {
      failure.value = error;
      return undefined;
    } finally {
      busy.value = false;
    }
  }
  async function askRefund(orderId: number, body: RefundAsked): Promise<OrderReply> {
    const key = keys.get(orderId) ?? makeKey();
    keys.set(orderId, key);
    const headers = { 'idempotency-key': key };
    try {
      const reply = await api('refundOrder', { params: { orderId }, headers, body });
      keys.delete(orderId);
      return reply;
    } catch (error) {
      // Then the server has it, as it was asked for at first: whoever asks now has seen that, and means another.
      if (error instanceof ApiError && error.code === 'idempotency_key_reused') keys.delete(orderId);
      throw error;
    }
  }

  return {
    busy: readonly(busy),
    /** Why the last one failed. */
    failure: readonly(failure) as Readonly<Ref<unknown>>,
    forget: () => (failure.value = undefined),
    /** Each gives the order as it stands then; undefined when the server did not do it. */
    refund: (orderId: number, asked: RefundAsked) => run(() => askRefund(orderId, asked)),
    retry: (refundId: number, body: RetryRefundRequest) =>
      run(() => api('retryRefund', { params: { refundId }, body })),
    settleByHand: (refundId: number, note: string) =>
      run(() => api('settleRefundByHand', { params: { refundId }, body: { note } })),
  };
}
