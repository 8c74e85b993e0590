import type { Api, StaffCategory, StaffProduct } from '@carillon/contract';
import { computed, readonly, ref, shallowRef } from 'vue';
import { fieldsOf, parseStock } from '../../features/products/product-draft.ts';
import type { ProductDraft } from '../../features/products/product-draft.ts';
import { stockWords } from '../../features/products/stock-words.ts';
import type { useCatalog } from '../../features/products/use-catalog.ts';
import { useAction } from '../../lib/use-action.ts';
import { useWords } from '../../lib/use-words.ts';
import type { Notices } from '../../ui/notices.ts';

type Dialog = 'product' | 'stock' | 'categories' | 'order' | 'remove';

interface ProductActionParts {
  readonly api: Api;
  readonly shopId: number;
  readonly catalog: ReturnType<typeof useCatalog>;
  readonly notices: Notices;
}

/** What is done on the page of products: one thing at a time, in a dialog or beside a product. */
export function useProductActions({ api, shopId, catalog, notices }: ProductActionParts) {
  const { t } = useWords();
  const action = useAction();
  const dialog = ref<Dialog>();
  /** What a dialog is about; it stays while the dialog leaves. Undefined: a new one. */
  const product = shallowRef<StaffProduct>();

  function open(which: Dialog, about?: StaffProduct): void {
    action.forget();
    product.value = about;
    dialog.value = which;
  }
  function close(): void {
    dialog.value = undefined;
  }
  /** Does something, says so and closes the dialog when it went well; what failed is said where it was asked for. */
  async function act(work: () => Promise<string>): Promise<void> {
    let done = '';
    const ok = await action.run(async () => (done = await work()));
    if (ok) close();
    if (ok) notices.say(done);
    else if (dialog.value === undefined && action.failure.value) notices.say(action.failure.value);
  }
  async function actOnCategories(work: () => Promise<{ categories: StaffCategory[] }>): Promise<void> {
    const ok = await action.run(async () => catalog.putCategories((await work()).categories));
    // Somebody else may have been quicker: what stands now is worth more than what was here.
    if (!ok) void catalog.again();
  }

  return {
    busy: action.busy,
    failure: action.failure,
    dialog: readonly(dialog),
    product: computed(() => product.value),
    ...{ open, close },
    save: async (draft: ProductDraft) =>
      act(async () => {
        const old = product.value;
        const fields = fieldsOf(draft);
        const reply = old
          ? await api('changeProduct', {
              params: { shopId, productId: old.id },
              body: { ...fields, version: old.version },
            })
          : await api('saveProduct', {
              params: { shopId },
              body: { ...fields, onShelf: draft.onShelf, stock: parseStock(draft.stock) ?? null },
            });
        void catalog.again();
        return t(old ? 'catalog.editor.saved' : 'catalog.editor.added', { name: reply.product.name });
      }),
    shelve: async ({ id: productId, name }: StaffProduct, onShelf: boolean) =>
      act(async () => {
        const reply = await api('shelveProduct', { params: { shopId, productId }, body: { onShelf } });
        catalog.putProduct(reply.product);
        return t(onShelf ? 'catalog.products.shelved' : 'catalog.products.unshelved', { name });
      }),
    setStock: async ({ id: productId, name }: StaffProduct, stock: number | null) =>
      act(async () => {
        const reply = await api('setStock', { params: { shopId, productId }, body: { stock } });
        catalog.putProduct(reply.product);
        const [now, before] = [stock, reply.replaced].map((count) => stockWords(t, count));
        return t('catalog.stock.done', { name, now, before });
      }),
    remove: async ({ id: productId, name }: StaffProduct) =>
      act(async () => {
        await api('removeProduct', { params: { shopId, productId } });
        void catalog.again();
        return t('catalog.editor.removed', { name });
      }),
    sortProducts: async ({ id: categoryId, name }: StaffCategory, productIds: number[]) => {
      await act(async () => {
        const reply = await api('sortProducts', { params: { shopId, categoryId }, body: { productIds } });
        catalog.putProducts(reply.products);
        return t('catalog.sorting.saved', { name });
      });
      // Somebody else may have added or removed one: the dialog goes on with what stands now.
      if (action.failure.value) void catalog.again();
    },
    addCategory: async (name: string) =>
      actOnCategories(async () => api('saveCategory', { params: { shopId }, body: { name } })),
    renameCategory: async ({ id: categoryId }: StaffCategory, name: string) =>
      actOnCategories(async () => api('changeCategory', { params: { shopId, categoryId }, body: { name } })),
    sortCategories: async (categoryIds: number[]) =>
      actOnCategories(async () => api('sortCategories', { params: { shopId }, body: { categoryIds } })),
    removeCategory: async ({ id: categoryId }: StaffCategory) =>
      actOnCategories(async () => api('removeCategory', { params: { shopId, categoryId } })),
  };
}
