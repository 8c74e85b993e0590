import { dayText, whereWords } from '@carillon/buyer';
import type { Order } from '@carillon/contract';
import { formatFen } from '@carillon/contract';
import { failedState, loadingState } from '../../lib/page-state.ts';
import type { PageState } from '../../lib/page-state.ts';
import { definePage } from '../../lib/page.ts';
import type { PageLogic, PageView } from '../../lib/page.ts';
import { api } from '../../lib/parts.ts';
import { speaks } from '../../lib/locale.ts';
import { wordsOf } from '../../lib/words.ts';
import { goTo, say, setTitle } from '../../lib/wechat-screen.ts';

interface OrderRow {
  id: number;
  number: string;
  where: string;
  status: string;
  what: string;
  at: string;
  total: string;
}

interface OrdersData {
  state: PageState;
  orders: OrderRow[];
  /** Of the button that reads older orders; empty when there are none. */
  older: string;
}

/** So many fill a phone three times over. */
const ORDERS_PER_PAGE = 20;

/** The buyer's orders, the newest first, by pages; the newest page anew whenever the buyer comes back. */
function openOrders({ show }: PageView<OrdersData>): PageLogic {
  const locale = speaks();
  const t = wordsOf(locale);
  let orders: readonly Order[] = [];
  let nextBefore: number | null = null;
  let isReading = false;

  function rowOf(order: Order): OrderRow {
    const { id, number, status, lines, placedAt, totalFen } = order;
    const [first] = lines;
    const count = lines.reduce((sum, { quantity }) => sum + quantity, 0);
    const name = first?.name ?? '';
    return {
      ...{ id, number, where: whereWords(t, order), status: t(`orders.status.${status}`) },
      what: count > 1 ? t('orders.more', { name, count }) : name,
      at: dayText(placedAt, locale),
      total: formatFen(totalFen),
    };
  }

  async function read(before: number | null): Promise<void> {
    if (isReading) return;
    isReading = true;
    try {
      const query = { limit: ORDERS_PER_PAGE, ...(before !== null && { before }) };
      const page = await api('listOwnOrders', { query });
      orders = before === null ? page.orders : [...orders, ...page.orders];
      nextBefore = page.nextBefore;
      const nothing = { title: t('orders.empty'), text: t('orders.emptyText') };
      show({
        state: orders.length === 0 ? nothing : {},
        orders: orders.map(rowOf),
        older: nextBefore === null ? '' : t('orders.older'),
      });
    } catch (error) {
      if (before !== null) say(t('orders.olderFailed'));
      else if (orders.length === 0) show({ state: failedState(t, error) });
    } finally {
      isReading = false;
    }
  }

  setTitle(t('orders.title'));
  show({ state: loadingState(t) });
  return {
    onShow: () => void read(null),
    acts: {
      retry: () => read(null),
      older: () => (nextBefore === null ? undefined : read(nextBefore)),
      open: ({ data }) => goTo(`/pages/order/order?id=${Number(data.order)}`),
    },
  };
}

definePage<OrdersData>({ state: {}, orders: [], older: '' }, openOrders);
