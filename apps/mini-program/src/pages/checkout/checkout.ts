import {
  checkContact,
  createCheckout,
  fulfilmentsAt,
  orderable,
  placeName,
  reconcileCart,
  sumUp,
  totalFenOf,
  trimContact,
  withoutOrdered,
} from '@carillon/buyer';
import type { Cart, Checkout, CheckoutState, Way } from '@carillon/buyer';
import type { Contact, Order } from '@carillon/contract';
import {
  MAX_ADDRESS_LENGTH,
  MAX_CONTACT_NAME_LENGTH,
  MAX_REMARK_LENGTH,
  formatFen,
} from '@carillon/contract';
import { cartView, changeWords } from '../../lib/cart-view.ts';
import type { CartView } from '../../lib/cart-view.ts';
import { outcomeView } from '../../lib/checkout-view.ts';
import type { OutcomeView } from '../../lib/checkout-view.ts';
import { loadMenu } from '../../lib/load-menu.ts';
import type { Menu } from '../../lib/load-menu.ts';
import { failedState, loadingState } from '../../lib/page-state.ts';
import type { PageState } from '../../lib/page-state.ts';
import { definePage } from '../../lib/page.ts';
import type { PageLogic, PageView } from '../../lib/page.ts';
import { api, attempts, carts, makeKey } from '../../lib/parts.ts';
import { readPlaceAddress } from '../../lib/place-address.ts';
import { speaks } from '../../lib/locale.ts';
import { wordsOf } from '../../lib/words.ts';
import { replaceBy, say, setTitle } from '../../lib/wechat-screen.ts';

interface CheckoutData {
  words: Record<'where' | 'items' | 'remark' | 'remarkHint' | 'name' | 'phone' | 'address' | 'hint', string>;
  limits: Record<'remark' | 'name' | 'address', number>;
  state: PageState;
  ways: { way: Way; name: string; isChosen: boolean }[];
  isDelivered: boolean;
  contact: Contact;
  cart: CartView;
  changes: string[];
  fee: string;
  /** Of the button: what is missing, or the total. */
  submit: string;
  canSubmit: boolean;
  isSending: boolean;
  outcome: OutcomeView | null;
}

const NOBODY: Contact = { name: '', phone: '', address: '' };

/** Where an order is looked at once more, and placed, exactly once. */
function openCheckout({ query, show }: PageView<CheckoutData>): PageLogic {
  const locale = speaks();
  const t = wordsOf(locale);
  const address = readPlaceAddress(query);
  let menu: Menu | undefined;
  let cart: Cart = [];
  let way: Way | undefined;
  let contact = NOBODY;
  let remark = '';
  let checkout: Checkout | undefined;
  let state: CheckoutState = { name: 'idle' };

  const sum = () => sumUp(totalFenOf(cart), way, menu?.place.shop.delivery ?? null);

  function paint(): void {
    if (!menu) return;
    const { shop, table } = menu.place;
    const { totalFen, deliveryFeeFen, missingFen } = sum();
    const isEmpty = orderable(cart).length === 0;
    const isFree = state.name === 'idle' || state.name === 'refused';
    const outcome = outcomeView(state, t, { locale, totalFen });
    show({
      state:
        isEmpty && isFree && !outcome ? { title: t('checkout.empty'), text: t('checkout.emptyText') } : {},
      ways: fulfilmentsAt(menu.place).map((offered) => ({
        way: offered,
        name: t(`checkout.how.${offered}`, { table: table?.name }),
        isChosen: offered === way,
      })),
      isDelivered: way === 'delivery',
      contact,
      cart: cartView(cart, t),
      fee: deliveryFeeFen > 0 ? t('delivery.costs', { fee: formatFen(deliveryFeeFen) }) : '',
      submit: submitWords(missingFen, totalFen),
      canSubmit: isFree && way !== undefined && missingFen === 0 && shop.isOpen && !isEmpty,
      isSending: state.name === 'sending',
      outcome: outcome ?? null,
    });
  }

  function submitWords(missingFen: number, totalFen: number): string {
    if (state.name === 'sending') return t('checkout.submitting');
    if (way === undefined) return t('checkout.tablesOnlyShort');
    if (missingFen > 0) return t('delivery.missing', { missing: formatFen(missingFen) });
    return t('checkout.submit', { total: formatFen(totalFen) });
  }

  /** Reads the menu, and fits the cart to it. */
  async function refresh(): Promise<void> {
    if (!address) return;
    menu = await loadMenu(api, address);
    const name = placeName(menu.place);
    const fitted = reconcileCart(carts.recall(name), menu.categories);
    cart = fitted.cart;
    carts.remember(name, cart);
    const ways = fulfilmentsAt(menu.place);
    if (way === undefined || !ways.includes(way)) [way] = ways;
    show({ changes: changeWords(fitted.changes, t) });
    paint();
  }

  function placed(order: Order): void {
    if (!menu) return;
    cart = withoutOrdered(cart, order.lines);
    carts.remember(placeName(menu.place), cart);
    replaceBy(`/pages/order/order?id=${order.id}`);
  }

  async function begin(): Promise<void> {
    show({ state: loadingState(t) });
    try {
      await refresh();
      if (!menu) return;
      checkout ??= createCheckout({
        ...{ api, attempts, makeKey, shopId: menu.place.shop.id, placeName: placeName(menu.place) },
        onPlaced: placed,
        onRefused: () => refresh().catch(() => undefined),
        onState(now) {
          state = now;
          paint();
        },
      });
      await checkout.resume();
    } catch (error) {
      show({ state: failedState(t, error) });
      return;
    }
    // The last address serves most; who has none writes one.
    const { addresses } = await api('listAddresses', {}).catch(() => ({ addresses: [] }));
    const [last] = addresses;
    if (last && contact === NOBODY) contact = { name: last.name, phone: last.phone, address: last.address };
    paint();
  }

  /** Says what is amiss in the address; nothing when it can be used. */
  function contactFault(): string | undefined {
    const [fault] = Object.entries(checkContact(contact));
    return fault && t(`address.${fault[1]}.${fault[0]}`);
  }

  async function submit(): Promise<void> {
    if (!menu || !checkout || way === undefined) return;
    const fault = way === 'delivery' ? contactFault() : undefined;
    if (fault !== undefined) {
      say(fault);
      return;
    }
    const { table } = menu.place;
    await checkout.submit({
      fulfilment: way,
      ...(table && way === 'table' && { tableCode: table.code }),
      ...(way === 'delivery' && { contact: trimContact(contact) }),
      ...(remark.trim() !== '' && { remark: remark.trim() }),
      lines: orderable(cart).map(({ productId, quantity, choiceIds }) => ({
        ...{ productId, quantity },
        ...(choiceIds.length > 0 && { choiceIds: [...choiceIds] }),
      })),
      totalFen: sum().totalFen,
    });
  }

  setTitle(t('checkout.title'));
  show({
    words: {
      ...{ where: t('checkout.where'), items: t('checkout.items'), remark: t('checkout.remark') },
      remarkHint: t('checkout.remarkHint', { max: MAX_REMARK_LENGTH }),
      ...{ name: t('address.name'), phone: t('address.phone'), address: t('address.address') },
      hint: t('address.addressHint'),
    },
  });
  void begin();

  return {
    acts: {
      retry: begin,
      choose({ data }) {
        way = menu && fulfilmentsAt(menu.place).find((offered) => offered === data.way);
        paint();
      },
      write({ data, detail }) {
        contact = { ...contact, [String(data.field)]: String(detail.value) };
      },
      remark: ({ detail }) => (remark = String(detail.value)),
      submit,
      check: () => checkout?.check(),
      discard: () => checkout?.discard(),
    },
  };
}

definePage<CheckoutData>(
  {
    words: { where: '', items: '', remark: '', remarkHint: '', name: '', phone: '', address: '', hint: '' },
    limits: { remark: MAX_REMARK_LENGTH, name: MAX_CONTACT_NAME_LENGTH, address: MAX_ADDRESS_LENGTH },
    ...{ state: {}, ways: [], isDelivered: false, contact: NOBODY, changes: [], fee: '', outcome: null },
    ...{ cart: { lines: [], count: 0, total: '' }, submit: '', canSubmit: false, isSending: false },
  },
  openCheckout,
);
