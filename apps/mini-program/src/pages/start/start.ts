import type { PlaceAddress } from '@carillon/buyer';
import { api } from '../../lib/parts.ts';
import { failedState, loadingState } from '../../lib/page-state.ts';
import type { PageState } from '../../lib/page-state.ts';
import { definePage } from '../../lib/page.ts';
import type { PageLogic, PageView } from '../../lib/page.ts';
import { placeQuery, readAddress } from '../../lib/place-address.ts';
import { speak, speaks } from '../../lib/locale.ts';
import { wordsOf } from '../../lib/words.ts';
import { goTo, say } from '../../lib/wechat-screen.ts';

interface StartData {
  words: Record<'title' | 'lead' | 'scan' | 'orders' | 'passes' | 'language', string>;
  state: PageState;
  shops: { id: number; name: string; address: string; closed: string }[];
}

/** Where who was led by no code begins: the shops, the scanner, what was bought. */
function openStart({ show }: PageView<StartData>): PageLogic {
  let t = wordsOf(speaks());

  async function load(): Promise<void> {
    show({
      words: {
        ...{ title: t('start.title'), lead: t('start.lead'), scan: t('start.scan') },
        ...{ orders: t('common.myOrders'), passes: t('passes.title'), language: t('start.language') },
      },
      state: loadingState(t),
    });
    try {
      const { shops } = await api('listShops', {});
      const shown = shops.map(({ id, name, address, isOpen }) => ({
        ...{ id, name, address },
        closed: isOpen ? '' : t('menu.closed'),
      }));
      const nothing = { title: t('shops.empty'), text: t('shops.emptyText') };
      show({ shops: shown, state: shops.length === 0 ? nothing : {} });
    } catch (error) {
      show({ state: failedState(t, error) });
    }
  }

  function lead(address: PlaceAddress | undefined): void {
    if (address) goTo(`/pages/menu/menu?${placeQuery(address)}`);
    else say(t('start.notATable'));
  }

  void load();
  return {
    acts: {
      retry: load,
      open: ({ data }) => lead({ shopId: Number(data.shop) }),
      scan: () => wx.scanCode({ scanType: ['qrCode'], success: ({ result }) => lead(readAddress(result)) }),
      orders: () => goTo('/pages/orders/orders'),
      passes: () => goTo('/pages/passes/passes'),
      async language() {
        speak(speaks() === 'zh' ? 'en' : 'zh');
        t = wordsOf(speaks());
        await load();
      },
    },
  };
}

definePage<StartData>(
  { words: { title: '', lead: '', scan: '', orders: '', passes: '', language: '' }, state: {}, shops: [] },
  openStart,
);
