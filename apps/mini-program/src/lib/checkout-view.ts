import { clockText, dayText, errorCode, errorWords } from '@carillon/buyer';
import type { CheckoutState, Locale, Translate } from '@carillon/buyer';
import { formatFen } from '@carillon/contract';

/** What the page says of how placing the order went, and what the buyer can do. */
export interface OutcomeView {
  readonly title: string;
  readonly text: string;
  /** Sends again what was sent, with its key. */
  readonly check: string;
  /** Gives up what was sent. */
  readonly discard: string;
}

/** Says how placing the order went; undefined while there is nothing to say. */
export function outcomeView(
  state: CheckoutState,
  t: Translate,
  { locale, totalFen }: { locale: Locale; totalFen: number },
): OutcomeView | undefined {
  const nothing = { check: '', discard: '' };
  switch (state.name) {
    case 'refused': {
      const { title, text } = errorWords(t, state.error);
      const isDearer = state.request.totalFen !== totalFen;
      const sum = isDearer ? t('checkout.newTotal', { total: formatFen(totalFen) }) : '';
      return { title, text: `${text}${sum}`, ...nothing };
    }
    case 'lost': {
      const isBusy = errorCode(state.error) === 'too_many_requests';
      return {
        title: t('checkout.lostTitle'),
        text: t(isBusy ? 'checkout.busyText' : 'checkout.lostText'),
        check: t('checkout.resend'),
        discard: state.again ? t('checkout.discard') : '',
      };
    }
    case 'owed': {
      const at = new Date(state.startedAt).toISOString();
      const isToday = new Date(state.startedAt).toDateString() === new Date().toDateString();
      const time = isToday ? clockText(at) : dayText(at, locale);
      return {
        title: t('checkout.owedTitle', { time }),
        text: `${t('checkout.owedText')}${t('checkout.discardText')}`,
        check: t('checkout.check'),
        discard: t('checkout.discard'),
      };
    }
    case 'sending':
      return state.again ? { title: t('checkout.resuming'), text: '', ...nothing } : undefined;
    case 'idle':
    case 'placed':
      return undefined;
  }
}
