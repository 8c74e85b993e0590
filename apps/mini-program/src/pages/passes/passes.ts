import { createPassPurchase, errorWords } from '@carillon/buyer';
import type { PassKind } from '@carillon/contract';
import { failedState, loadingState } from '../../lib/page-state.ts';
import type { PageState } from '../../lib/page-state.ts';
import { definePage } from '../../lib/page.ts';
import type { PageLogic, PageView } from '../../lib/page.ts';
import { api, makeKey } from '../../lib/parts.ts';
import { kindView, passView } from '../../lib/pass-view.ts';
import type { KindView, PassView } from '../../lib/pass-view.ts';
import { speaks } from '../../lib/locale.ts';
import { wordsOf } from '../../lib/words.ts';
import { goTo, setTitle, tell } from '../../lib/wechat-screen.ts';

interface PassesData {
  words: Record<'title' | 'shop' | 'lead', string>;
  state: PageState;
  passes: PassView[];
  /** What the shop sells from whose menu the buyer came. */
  kinds: KindView[];
  isBuying: boolean;
}

/** The buyer's passes, and what the shop sells whose menu they come from. */
function openPasses({ query, show }: PageView<PassesData>): PageLogic {
  const locale = speaks();
  const t = wordsOf(locale);
  const shopId = query.shop === undefined ? undefined : Number(query.shop);
  const buy = shopId === undefined ? undefined : createPassPurchase(api, shopId, makeKey);
  let kinds: readonly PassKind[] = [];
  let isBuying = false;

  async function load(): Promise<void> {
    try {
      const [own, sold] = await Promise.all([
        api('listOwnPasses', {}),
        shopId === undefined ? undefined : api('listPassKinds', { params: { shopId } }),
      ]);
      kinds = sold?.kinds ?? [];
      const isEmpty = own.passes.length === 0 && kinds.length === 0;
      show({
        state: isEmpty ? { title: t('passes.empty'), text: t('passes.emptyText') } : {},
        passes: own.passes.map((pass) => passView(pass, { t, locale })),
        kinds: kinds.map((kind) => kindView(kind, t)),
      });
    } catch (error) {
      show({ state: failedState(t, error) });
    }
  }

  async function purchase(kind: PassKind | undefined): Promise<void> {
    if (!kind || !buy || isBuying) return;
    isBuying = true;
    show({ isBuying });
    try {
      const { id } = await buy(kind);
      goTo(`/pages/order/order?id=${id}`);
    } catch (error) {
      const { text } = errorWords(t, error);
      tell({ title: t('buy.failed'), text, close: t('common.close') });
      await load();
    } finally {
      isBuying = false;
      show({ isBuying });
    }
  }

  setTitle(t('passes.title'));
  show({
    words: { title: t('passes.title'), shop: t('passes.shop.title'), lead: t('passes.shop.lead') },
    state: loadingState(t),
  });
  return {
    onShow: () => void load(),
    acts: {
      retry: load,
      open: ({ data }) => goTo(`/pages/pass/pass?id=${Number(data.pass)}`),
      buy: ({ data }) => purchase(kinds.find(({ id }) => id === Number(data.kind))),
    },
  };
}

definePage<PassesData>(
  { words: { title: '', shop: '', lead: '' }, state: {}, passes: [], kinds: [], isBuying: false },
  openPasses,
);
