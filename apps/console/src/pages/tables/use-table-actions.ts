import type { Api, Table } from '@carillon/contract';
import { readonly, ref, shallowRef } from 'vue';
import { useAction } from '../../lib/use-action.ts';
import { useWords } from '../../lib/use-words.ts';
import type { Notices } from '../../ui/notices.ts';

export type TableDialog = 'add' | 'rename' | 'renew' | 'remove';

interface TableActionParts {
  readonly api: Api;
  readonly shopId: number;
  /** Called when something was changed. */
  readonly onChanged: () => void;
  readonly notices: Notices;
}

/** What is done with the tables of a shop, each in a dialog of its own. */
export function useTableActions({ api, shopId, onChanged, notices }: TableActionParts) {
  const { t } = useWords();
  const action = useAction();
  const dialog = ref<TableDialog>();
  /** What a dialog is about; it stays while the dialog leaves. */
  const table = shallowRef<Table>();
  const name = ref('');

  function open(which: TableDialog, about?: Table): void {
    action.forget();
    table.value = about;
    name.value = about?.name ?? '';
    dialog.value = which;
  }

  async function work(): Promise<string> {
    const typed = name.value.trim();
    if (dialog.value === 'add') {
      await api('saveTable', { params: { shopId }, body: { name: typed } });
      return t('catalog.tables.added', { name: typed });
    }
    const { code = '', name: old } = table.value ?? {};
    const params = { shopId, code };
    if (dialog.value === 'rename') {
      await api('changeTable', { params, body: { name: typed } });
      return t('catalog.tables.renamed', { name: typed });
    }
    if (dialog.value === 'renew') {
      await api('renewTable', { params });
      return t('catalog.tables.renewed', { name: old });
    }
    await api('removeTable', { params });
    return t('catalog.tables.removed', { name: old });
  }

  return {
    busy: action.busy,
    failure: action.failure,
    dialog: readonly(dialog),
    table: readonly(table),
    name: readonly(name),
    type: (typed: string) => (name.value = typed),
    open,
    close: () => (dialog.value = undefined),
    /** Does what the open dialog asks about. */
    async submit(): Promise<void> {
      const isNamed = dialog.value === 'add' || dialog.value === 'rename';
      if (isNamed && name.value.trim() === '') return;
      let done = '';
      if (!(await action.run(async () => (done = await work())))) return;
      dialog.value = undefined;
      notices.say(done);
      onChanged();
    },
  };
}
