import { errorCode } from '@carillon/buyer';
import { ApiError } from '@carillon/contract';
import { onScopeDispose, shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import { useApi } from '../../lib/api.ts';
import { askToPay, findBridge } from '../../lib/wechat-bridge.ts';

type WeChatPayStage =
  | { name: 'ready' }
  | { name: 'opening' }
  /** WeChat shows its sheet. */
  | { name: 'paying' }
  /** WeChat is asked whether it is paid: what its sheet said is no proof. */
  | { name: 'checking' }
  | { name: 'cancelled' }
  /** The sheet said that it is paid, and WeChat does not say so yet. */
  | { name: 'unconfirmed' }
  | { name: 'failed'; error: unknown };

export interface WeChatPay {
  stage: Readonly<ShallowRef<WeChatPayStage>>;
  pay: () => Promise<void>;
  /** Asks once more whether it is paid. */
  check: () => Promise<void>;
}

/** Pays an order by WeChat's own sheet. `onMoved`: it is paid, or came to its end. */
export function useWeChatPay(orderId: number, onMoved: () => void): WeChatPay {
  const api = useApi();
  const stage = shallowRef<WeChatPayStage>({ name: 'ready' });
  const over = new AbortController();

  async function isPaid(): Promise<boolean> {
    stage.value = { name: 'checking' };
    const { order } = await api('checkPayment', { params: { orderId }, signal: over.signal });
    if (order.status === 'pending_payment') return false;
    onMoved();
    return true;
  }

  async function attempt(work: () => Promise<WeChatPayStage['name']>): Promise<void> {
    try {
      const name = await work();
      if (!over.signal.aborted) stage.value = { name } as WeChatPayStage;
    } catch (error) {
      if (over.signal.aborted) return;
      stage.value = { name: 'failed', error };
      const isRefusal = error instanceof ApiError && error.status === 409;
      if (isRefusal && !['order_expired', 'openid_missing'].includes(errorCode(error))) onMoved();
    }
  }

  onScopeDispose(() => over.abort());
  return {
    stage,
    pay: async () =>
      attempt(async () => {
        stage.value = { name: 'opening' };
        const bridge = await findBridge();
        const { payment } = await api('openJsapiPayment', { params: { orderId }, signal: over.signal });
        stage.value = { name: 'paying' };
        const outcome = await askToPay(bridge, payment);
        if (await isPaid()) return 'checking';
        if (outcome === 'fail') throw new Error('WeChat could not ask for the payment');
        return outcome === 'ok' ? 'unconfirmed' : 'cancelled';
      }),
    check: async () => attempt(async () => ((await isPaid()) ? 'checking' : 'unconfirmed')),
  };
}
