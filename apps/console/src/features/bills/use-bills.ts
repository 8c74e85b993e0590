import type { Api, BillComparison, BillDifference, BillReply } from '@carillon/contract';
import { readonly, ref, shallowRef } from 'vue';
import type { Ref } from 'vue';
import { useReading } from '../../lib/use-reading.ts';

/** How WeChat's bills of a shop's last days compared, and what differed on the day that is open. Ends with its scope. */
export function useBills({ shopId, api }: { shopId: number; api: Api }) {
  const openDay = ref<string>();
  const comparing = ref<string>();
  const compareError = shallowRef<{ day: string; error: unknown }>();
  const list = useReading<readonly BillComparison[]>(async (signal) => {
    const { bills } = await api('listBills', { params: { shopId }, signal });
    return bills;
  });
  const detail = useReading<readonly BillDifference[]>(async (signal) => {
    const params = { shopId, day: openDay.value ?? '' };
    const reply = await api('readBill', { params, signal });
    put(reply.bill);
    return reply.differences;
  });

  function known(): readonly BillComparison[] {
    const { value } = list.state;
    return value.name === 'ready' ? value.value : [];
  }
  function put(bill: BillComparison): void {
    if (list.state.value.name === 'ready') list.put([bill, ...known().filter(({ day }) => day !== bill.day)]);
  }
  function isCompared(day: string): boolean {
    return known().some((bill) => bill.day === day && (bill.state === 'matched' || bill.state === 'differs'));
  }

  return {
    list: list.state,
    /** What differed on the open day, once that is read. */
    detail: detail.state,
    openDay: readonly(openDay),
    /** The day whose bill is being fetched. */
    comparing: readonly(comparing),
    compareError: readonly(compareError) as Readonly<Ref<{ day: string; error: unknown } | undefined>>,
    start: list.start,
    again: list.again,
    readDetail: detail.start,
    /** Opens a day, or none. */
    async open(day: string | undefined): Promise<void> {
      openDay.value = day;
      if (day !== undefined && isCompared(day)) await detail.start();
    },
    /** Fetches a day's bill and compares it; the answer, unless that failed. One at a time. */
    async compare(day: string): Promise<BillReply | undefined> {
      if (comparing.value !== undefined) return undefined;
      comparing.value = day;
      compareError.value = undefined;
      try {
        const reply = await api('compareBill', { params: { shopId, day } });
        put(reply.bill);
        if (openDay.value === day) detail.put(reply.differences);
        return reply;
      } catch (error) {
        compareError.value = { day, error };
        // What failed is written down there too.
        await list.again();
        return undefined;
      } finally {
        comparing.value = undefined;
      }
    },
    /** Marks a difference as settled. Rejects with `ApiError`. */
    async settle({ id }: BillDifference, note: string): Promise<void> {
      await api('settleDifference', { params: { shopId, differenceId: id }, body: { note } });
      await detail.again();
    },
  };
}
