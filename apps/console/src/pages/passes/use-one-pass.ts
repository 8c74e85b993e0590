import { ApiError, makeKey, passDestination } from '@carillon/contract';
import type { Api, PassEntry, StaffPass } from '@carillon/contract';
import { onScopeDispose, readonly, shallowRef } from 'vue';
import type { Ref } from 'vue';
import { usePages } from '../../lib/use-pages.ts';
import type { Desk } from '../shop/desk.ts';
import { onBackOnline } from '../shop/on-back-online.ts';

/** What staff were shown of a refund, and why it is given. */
export interface PassRefund {
  readonly amountFen: number;
  readonly reason: string;
}

/** A pass of the desk's shop with its ledger: read, and read again whenever the line tells of it. Ends with its scope. */
export function useOnePass(api: Api, desk: Pick<Desk, 'shop' | 'line' | 'isOnline'>, passId: number) {
  const pass = shallowRef<StaffPass>();
  const params = { passId };
  /** Of a refund whose answer was lost: asked again with it, money goes back once. */
  let refundKey: string | undefined;

  const entries = usePages<PassEntry>(async (before, signal) => {
    const query = before === undefined ? {} : { before };
    const reply = await api('readStaffPass', { params, query, ...(signal && { signal }) });
    // Whoever works at two shops has opened a pass of the other.
    if (reply.pass.shopId !== desk.shop.id) {
      throw new ApiError(404, { code: 'pass_not_found', message: 'another shop’s' });
    }
    if (!signal?.aborted) pass.value = reply.pass;
    return { items: reply.entries, next: reply.next };
  });
  void entries.list();
  const subscription = desk.line.subscribe(passDestination(passId), {
    onMessage: () => void entries.again(),
  });
  onScopeDispose(() => subscription.unsubscribe());
  onBackOnline(desk.isOnline, () => void entries.again());

  /** Reads all anew whatever came of it: what was refused may have been done by somebody else. */
  async function change(call: Promise<unknown>): Promise<void> {
    try {
      await call;
    } finally {
      await entries.again();
    }
  }

  return {
    /** As it was read last; undefined until then. */
    pass: readonly(pass) as Readonly<Ref<StaffPass | undefined>>,
    entries,
    freeze: (reason: string) => change(api('freezePass', { params, body: { reason } })),
    unfreeze: () => change(api('unfreezePass', { params })),
    refund(body: PassRefund): Promise<void> {
      refundKey ??= makeKey();
      const headers = { 'idempotency-key': refundKey };
      return change(
        api('refundPass', { params, headers, body }).then(forgetKey, (error: unknown) => {
          // An answer is one, whatever it says: only what was lost is asked again.
          if (error instanceof ApiError && error.status > 0 && error.status < 500) forgetKey();
          throw error;
        }),
      );
    },
  };
  function forgetKey(): void {
    refundKey = undefined;
  }
}
