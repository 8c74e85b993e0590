import type { Api, PaymentEntry, PaymentListReply } from '@carillon/contract';
import { readonly, ref, shallowRef } from 'vue';
import { useReading } from '../../lib/use-reading.ts';
import { noFilters, writeFilters } from './filters.ts';
import type { Filters } from './filters.ts';

export interface PaymentsOptions {
  shopId: number;
  api: Api;
}

/** A shop's payments by pages, the newest first. Ends with its scope. */
export function usePayments({ shopId, api }: PaymentsOptions) {
  let filters = noFilters;
  const params = { shopId };
  const reading = useReading<PaymentListReply>((signal) =>
    api('listPayments', { params, query: writeFilters(filters), signal }),
  );
  const isReadingMore = ref(false);
  const moreError = shallowRef<unknown>();

  function known(): PaymentListReply | undefined {
    const { value } = reading.state;
    return value.name === 'ready' ? value.value : undefined;
  }
  /** Adds the next page. */
  async function more(): Promise<void> {
    const before = known();
    if (isReadingMore.value || before?.next == null) return;
    isReadingMore.value = true;
    moreError.value = undefined;
    const asked = filters;
    try {
      const query = { ...writeFilters(asked), before: before.next };
      const { payments, next } = await api('listPayments', { params, query });
      const now = known();
      // Another question was asked meanwhile: then this is no continuation.
      if (filters === asked && now) reading.put({ payments: [...now.payments, ...payments], next });
    } catch (error) {
      moreError.value = error;
    } finally {
      isReadingMore.value = false;
    }
  }
  /** Reads one payment anew, in its place. What cannot be read stays as it is. */
  async function refresh({ id, outTradeNo }: PaymentEntry): Promise<void> {
    const reply = await api('listPayments', { params, query: { search: outTradeNo } }).catch(() => undefined);
    const fresh = reply?.payments.find((payment) => payment.id === id);
    const now = known();
    if (!fresh || !now) return;
    reading.put({ ...now, payments: now.payments.map((payment) => (payment.id === id ? fresh : payment)) });
  }

  return {
    state: reading.state,
    isReadingMore: readonly(isReadingMore),
    moreError: readonly(moreError),
    /** Lists those that fit. */
    list(wanted: Filters): Promise<void> {
      filters = wanted;
      moreError.value = undefined;
      return reading.start();
    },
    again: reading.again,
    more,
    refresh,
  };
}
