import { formatFen } from '@carillon/contract';
import type { Order, PaymentEntry, RefundEntry, RetryRefundRequest } from '@carillon/contract';
import { computed, readonly, ref } from 'vue';
import type { usePayments } from '../../features/payments/use-payments.ts';
import { useRefunds } from '../../features/refunds/use-refunds.ts';
import type { RefundAsked } from '../../features/refunds/use-refunds.ts';
import { useSession } from '../../features/session/session.ts';
import { errorText } from '../../lib/error-text.ts';
import { useWords } from '../../lib/use-words.ts';
import { useNotices } from '../../ui/notices.ts';

type DialogName = 'refund' | 'card' | 'hand';

/** What is done with payments on their page: which dialog is open, and what came of what was done in it. */
export function usePaymentActions(payments: Pick<ReturnType<typeof usePayments>, 'refresh'>) {
  const { t } = useWords();
  const notices = useNotices();
  const refunds = useRefunds(useSession().api);
  const dialog = ref<DialogName>();

  function close(): void {
    dialog.value = undefined;
    refunds.forget();
  }
  /** Reads the payment anew whatever came of it: what was refused may have been done by somebody else. */
  async function finish(
    payment: PaymentEntry,
    call: Promise<Order | undefined>,
    words: string,
  ): Promise<void> {
    const done = await call;
    await payments.refresh(payment);
    if (done) {
      close();
      notices.say(words);
      return;
    }
    // Without a dialog there is no other place to say it.
    const { value: error } = refunds.failure;
    if (!dialog.value && error !== undefined) notices.say(errorText(t, error));
  }

  return {
    busy: refunds.busy,
    /** Why the last action failed, in words. */
    failure: computed(() =>
      refunds.failure.value === undefined ? undefined : errorText(t, refunds.failure.value),
    ),
    dialog: readonly(dialog),
    open(name: DialogName): void {
      refunds.forget();
      dialog.value = name;
    },
    close,
    refund(payment: PaymentEntry, asked: RefundAsked): Promise<void> {
      const words = t('refund.done', { amount: formatFen(asked.amountFen) });
      return finish(payment, refunds.refund(payment.orderId, asked), words);
    },
    retry(payment: PaymentEntry, { id }: RefundEntry, card?: RetryRefundRequest['card']): Promise<void> {
      return finish(payment, refunds.retry(id, card ? { card } : {}), t('money.refund.retried'));
    },
    settleByHand(payment: PaymentEntry, { id }: RefundEntry, note: string): Promise<void> {
      return finish(payment, refunds.settleByHand(id, note), t('money.refund.handDone'));
    },
  };
}
