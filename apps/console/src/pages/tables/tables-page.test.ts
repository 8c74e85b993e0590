import { flushPromises } from '@vue/test-utils';
import { describe, expect, test, vi } from 'vitest';
import { refusal } from '../../testing/fake-api.ts';
import type { Answers } from '../../testing/fake-api.ts';
import { fill, submitDialog } from '../../testing/fields.ts';
import { button, loggedIn, openConsole, press, staff, text } from '../../testing/open-console.ts';

const table = { code: 'T8-code', name: '八号桌' };

async function openTables(answers: Answers = {}, tables = [table]) {
  const opened = await openConsole('/shops/1/tables', {
    ...loggedIn,
    listTables: () => ({ tables }),
    ...answers,
  });
  // The page is a script of its own, which the first test waits for.
  await vi.waitFor(() => expect(document.querySelector('h1')?.textContent).toBe('桌码'), 10_000);
  await flushPromises();
  await press('先看看，不响铃');
  return opened;
}

async function choose(words: string): Promise<void> {
  await press('管理八号桌');
  const item = [...document.querySelectorAll<HTMLElement>('.el-dropdown-menu__item')].find(
    ({ textContent }) => textContent.trim() === words,
  );
  item?.click();
  await flushPromises();
}

describe('the tables of a shop', () => {
  test('show their codes, to be printed', async () => {
    await openTables();
    expect(document.querySelector('[aria-label="八号桌 的点餐二维码"]')).not.toBeNull();
    expect(text()).toContain('/t/T8-code');
    expect(button('打印')).toBeDefined();
  });

  test('are added by their name', async () => {
    const save = vi.fn<NonNullable<Answers['saveTable']>>(() => ({ table: { code: 'T9', name: '九号桌' } }));
    await openTables({ saveTable: save }, []);
    expect(text()).toContain('还没有桌台');
    await press('添加桌子');
    await fill('桌名', ' 九号桌 ');
    await submitDialog();
    expect(save.mock.calls[0]?.[0]).toMatchObject({ body: { name: '九号桌' } });
    expect(text()).toContain('九号桌已添加');
  });

  test('say why a name cannot be', async () => {
    await openTables({ saveTable: () => Promise.reject(refusal(409, 'table_name_taken')) });
    await press('添加桌子');
    await fill('桌名', '八号桌');
    await submitDialog();
    expect(document.querySelector('.el-dialog [role="alert"]')?.textContent).toContain('已经有同名的桌子了');
  });

  test('get a new code only after being told what becomes of the old one', async () => {
    const renew = vi.fn<NonNullable<Answers['renewTable']>>(() => ({ table: { ...table, code: 'new' } }));
    await openTables({ renewTable: renew });
    await choose('换二维码');
    expect(text()).toContain('旧的二维码立刻失效');
    expect(renew).not.toHaveBeenCalled();
    await submitDialog();
    expect(renew.mock.calls[0]?.[0]).toMatchObject({ params: { shopId: 1, code: 'T8-code' } });
  });

  test('are renamed, and removed', async () => {
    const change = vi.fn<NonNullable<Answers['changeTable']>>(() => ({ table: { ...table, name: '包间' } }));
    const remove = vi.fn<NonNullable<Answers['removeTable']>>(() => undefined);
    await openTables({ changeTable: change, removeTable: remove });
    await choose('改名');
    await fill('桌名', '包间');
    await submitDialog();
    expect(change.mock.calls[0]?.[0]).toMatchObject({ body: { name: '包间' } });
    await choose('删除');
    await submitDialog();
    expect(remove).toHaveBeenCalledOnce();
  });

  test('are only looked at by a clerk', async () => {
    const shops = [{ id: 1, name: '川味小馆', role: 'clerk' as const }];
    await openTables({ readSelf: () => ({ staff: { ...staff, shops } }) });
    expect(() => button('添加桌子')).toThrow();
    expect(() => button('管理八号桌')).toThrow();
  });
});
