import { errorCode } from '@carillon/buyer';
import { ApiError, orderDestination } from '@carillon/contract';
import type { Order, OrderEvent, OrderReply } from '@carillon/contract';
import { follow } from '../../lib/follow.ts';
import { orderView } from '../../lib/order-view.ts';
import type { OrderView } from '../../lib/order-view.ts';
import { failedState, loadingState, sayFailure } from '../../lib/page-state.ts';
import type { PageState } from '../../lib/page-state.ts';
import { definePage } from '../../lib/page.ts';
import type { PageLogic, PageView } from '../../lib/page.ts';
import { api, line } from '../../lib/parts.ts';
import { checkPayment, payOrder } from '../../lib/pay.ts';
import type { PayOutcome } from '../../lib/pay.ts';
import { speaks } from '../../lib/locale.ts';
import { wordsOf } from '../../lib/words.ts';
import { goTo, setTitle } from '../../lib/wechat-screen.ts';

interface OrderData {
  words: Record<
    'items' | 'total' | 'number' | 'cancel' | 'check' | 'remark' | 'door' | 'pass' | 'refund',
    string
  >;
  state: PageState;
  order: OrderView | null;
  /** Of the button; while the sheet is open it says so. */
  pay: string;
  isPaying: boolean;
  /** What came of the last attempt to pay. */
  payNote: string;
  mayCheck: boolean;
  /** While the line is down. */
  offline: string;
}

/** One order as it moves: paid, followed, reminded of, cancelled. */
function openOrder({ query, show }: PageView<OrderData>): PageLogic {
  const locale = speaks();
  const t = wordsOf(locale);
  const orderId = Number(query.id);
  let order: Order | undefined;
  let isPaying = false;

  function paint(): void {
    if (!order) return;
    const view = orderView(order, { t, locale, nowMs: Date.now() });
    show({
      state: {},
      order: view,
      pay: isPaying ? t('payment.opening') : t('order.pay', { total: view.total }),
      isPaying,
    });
  }

  function fail(error: unknown): void {
    if (error === undefined) return;
    const isMissing = error instanceof ApiError && error.status === 404;
    const missing = { title: t('order.missing'), text: t('order.missingText') };
    show({ state: isMissing ? missing : failedState(t, error), order: null });
  }

  const following = follow<Order>({
    line,
    read: () => api('readOrder', { params: { orderId } }).then(toTold),
    destination: () => orderDestination(orderId),
    valueOf: (event: OrderEvent) => event.order,
    onValue(value) {
      order = value;
      paint();
    },
    onError: fail,
  });

  async function attempt(work: () => Promise<PayOutcome>): Promise<void> {
    if (isPaying) return;
    isPaying = true;
    show({ payNote: '', mayCheck: false });
    paint();
    try {
      const { name } = await work();
      if (name === 'cancelled') show({ payNote: t('payment.notPaid') });
      if (name === 'unconfirmed') show({ payNote: t('payment.unconfirmed'), mayCheck: true });
    } catch (error) {
      sayFailure(t, error);
    } finally {
      isPaying = false;
      await following.reload();
      paint();
    }
  }

  /** Does what the buyer asked for, and takes what the server answers. */
  async function ask(call: Promise<OrderReply>): Promise<void> {
    try {
      following.take(toTold(await call));
    } catch (error) {
      sayFailure(t, error);
      if (errorCode(error) !== 'network') await following.reload();
    }
  }

  function cancel(): void {
    const view = order && orderView(order, { t, locale, nowMs: Date.now() });
    if (!view) return;
    wx.showModal({
      title: t('order.cancelTitle'),
      content: view.canPay ? t('order.cancelUnpaidText') : t('order.cancelPaidText', { total: view.total }),
      confirmText: t('order.cancel'),
      cancelText: t('order.keep'),
      success: ({ confirm }) => {
        if (confirm) void ask(api('cancelOwnOrder', { params: { orderId } }));
      },
    });
  }

  // The pause of the reminder counts down.
  const ticking = setInterval(() => {
    if (order?.remindedAt != null && line.isAwake()) paint();
  }, 1_000);
  const stopWatchingLine = line.onState((state) => {
    show({ offline: state === 'offline' ? t('line.offline') : '' });
  });

  setTitle(t('order.title', { number: '' }));
  show({
    words: {
      ...{ items: t('order.items'), total: t('common.total'), number: t('order.number') },
      ...{ cancel: t('order.cancel'), check: t('payment.checkAgain'), remark: t('order.remark') },
      ...{ door: t('address.to'), pass: t('order.seePass'), refund: t('refund.title') },
    },
    state: loadingState(t),
  });

  return {
    onShow: () => following.resume(),
    onUnload() {
      clearInterval(ticking);
      stopWatchingLine();
      following.stop();
    },
    acts: {
      retry: () => following.reload(),
      pay: () => attempt(() => payOrder(api, orderId)),
      check: () => attempt(() => checkPayment(api, orderId)),
      remind: () => ask(api('remindOrder', { params: { orderId } })),
      cancel,
      pass: () => goTo(`/pages/pass/pass?id=${order?.passId ?? 0}`),
    },
  };
}

function toTold({ order, seq }: OrderReply) {
  return { value: order, seq };
}

definePage<OrderData>(
  {
    words: {
      items: '',
      total: '',
      number: '',
      cancel: '',
      check: '',
      remark: '',
      door: '',
      pass: '',
      refund: '',
    },
    ...{ state: {}, order: null, pay: '', isPaying: false, payNote: '', mayCheck: false, offline: '' },
  },
  openOrder,
);
