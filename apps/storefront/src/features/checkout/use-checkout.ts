import { createCheckout } from '@carillon/buyer';
import type { Checkout, CheckoutState } from '@carillon/buyer';
import type { ApiError, Order } from '@carillon/contract';
import { makeKey } from '@carillon/contract';
import { shallowRef } from 'vue';
import type { ShallowRef } from 'vue';
import { useApi } from '../../lib/api.ts';
import { attempts } from './attempts.ts';

interface CheckoutInUse extends Checkout {
  state: Readonly<ShallowRef<CheckoutState>>;
}

interface CheckoutOptions {
  shopId: number;
  /** What the attempt is remembered under. */
  placeName: string;
  /** Takes the order out of the cart, at once. */
  onPlaced: (order: Order) => void;
  /** Called when nothing was ordered, before the state says so. */
  onRefused: (error: ApiError) => Promise<void>;
}

/** Places orders at one place, each exactly once. */
export function useCheckout(options: CheckoutOptions): CheckoutInUse {
  const state = shallowRef<CheckoutState>({ name: 'idle' });
  const checkout = createCheckout({
    ...options,
    api: useApi(),
    attempts,
    makeKey,
    onState: (now) => (state.value = now),
  });
  return { ...checkout, state };
}
