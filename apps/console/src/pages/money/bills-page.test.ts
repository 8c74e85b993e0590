import { flushPromises } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { aBill, aDifference, aMatter } from '../../testing/bills.ts';
import { refusal } from '../../testing/fake-api.ts';
import type { Answers } from '../../testing/fake-api.ts';
import { loggedIn, openConsole, press, text } from '../../testing/open-console.ts';

// Loaded here, so that a test waits for the page and not for the compiler.
import './BillsPage.vue';
import './MoneySection.vue';

const YESTERDAY = '2026-11-20';

async function openBills(answers: Answers, query = '') {
  const opened = await openConsole(`/shops/1/money/bills${query}`, {
    ...loggedIn,
    listMatters: () => ({ matters: [] }),
    ...answers,
  });
  await vi.waitFor(() => expect(document.querySelector('h1')?.textContent).toBe('对账'));
  await flushPromises();
  await press('先看看，不响铃');
  return opened;
}
const row = (day: string) => document.querySelector<HTMLElement>(`[data-bill-day="${day}"]`);
async function toggle(day: string): Promise<void> {
  row(day)?.querySelector<HTMLElement>('[aria-expanded]')?.click();
  await flushPromises();
}

test('lists the last days with how their bills compared', async () => {
  await openBills({
    listBills: () => ({ bills: [aBill('2026-11-19'), aBill('2026-11-18', { state: 'failed', error: 'x' })] }),
  });
  expect(row(YESTERDAY)?.dataset.billStanding).toBe('none');
  expect(row('2026-11-19')?.textContent).toContain('收款 2 笔 ¥80.00，退款 1 笔 ¥10.00');
  expect(row('2026-11-18')?.textContent).toContain('没有拿到账单');
  expect(row('2026-11-21')).toBeNull();
});

test('compares a day when asked to, and says what came of it', async () => {
  const asked = Promise.withResolvers<undefined>();
  await openBills({
    listBills: () => ({ bills: [] }),
    compareBill: async () => {
      await asked.promise;
      return {
        bill: aBill(YESTERDAY, { state: 'differs', openDifferences: 1 }),
        differences: [aDifference(1)],
      };
    },
  });
  await toggle(YESTERDAY);
  await press('现在对账');
  expect(text()).toContain('正在向微信拿账单并比对');
  asked.resolve(undefined);
  await flushPromises();
  expect(row(YESTERDAY)?.dataset.billStanding).toBe('differs');
  expect(row(YESTERDAY)?.textContent).toContain('¥38.00');
  expect(row(YESTERDAY)?.textContent).toContain('¥40.00');
  expect(row(YESTERDAY)?.textContent).toContain('以微信为准');
});

test('says why a bill could not be compared, and how it stands since', async () => {
  let bills = [] as ReturnType<typeof aBill>[];
  await openBills({
    listBills: () => ({ bills }),
    compareBill() {
      bills = [aBill(YESTERDAY, { state: 'failed', error: 'wechat_bill_sums_differ' })];
      return Promise.reject(refusal(502, 'bill_unreadable'));
    },
  });
  await toggle(YESTERDAY);
  await press('现在对账');
  expect(row(YESTERDAY)?.textContent).toContain('微信没有给出完整的账单');
  expect(row(YESTERDAY)?.textContent).toContain('账单自己的合计对不上');
});

test('settles a difference with a note', async () => {
  const notes: unknown[] = [];
  let settled: ReturnType<typeof aDifference>['settled'] = null;
  await openBills(
    {
      listBills: () => ({ bills: [aBill(YESTERDAY, { state: 'differs', openDifferences: 1 })] }),
      readBill: () => ({
        bill: aBill(YESTERDAY, { state: 'differs', openDifferences: settled ? 0 : 1 }),
        differences: [aDifference(4, { settled })],
      }),
      settleDifference(options) {
        notes.push(options);
        settled = { at: '2026-11-21T02:30:00.000Z', by: '掌柜', note: '另一家店的' };
        return { difference: aDifference(4, { settled }) };
      },
    },
    `?day=${YESTERDAY}`,
  );
  await press('标记为已处理');
  const field = document.querySelector<HTMLInputElement>('[data-difference-id="4"] input');
  if (!field) throw new Error('no field');
  field.value = ' 另一家店的 ';
  field.dispatchEvent(new Event('input'));
  field.form?.dispatchEvent(new Event('submit', { cancelable: true }));
  await flushPromises();
  expect(notes).toEqual([{ params: { shopId: 1, differenceId: 4 }, body: { note: '另一家店的' } }]);
  expect(row(YESTERDAY)?.dataset.billStanding).toBe('settled');
  expect(row(YESTERDAY)?.textContent).toContain('掌柜 于');
});

test('shows no sums where several shops share the merchant number', async () => {
  await openBills({ listBills: () => ({ bills: [aBill('2026-11-19', { sums: null })] }) });
  expect(row('2026-11-19')?.textContent).toContain('一致');
  expect(row('2026-11-19')?.textContent).not.toContain('¥');
});

test('says how many differences are not listed', async () => {
  const bill = aBill('2026-11-19', { state: 'differs', openDifferences: 1_000, leftOut: 17 });
  await openBills({
    listBills: () => ({ bills: [bill] }),
    readBill: () => ({ bill, differences: [aDifference(1)] }),
  });
  await toggle('2026-11-19');
  expect(row('2026-11-19')?.textContent).toContain('还有 17 条没有列出');
});

test('shows above the bills what WeChat said against the books, until somebody settled it', async () => {
  let matters = [aMatter(7)];
  const settleMatter = vi.fn(() => {
    const settled = { at: '2026-11-21T04:00:00.000Z', by: '王经理', note: '已核对' };
    matters = [aMatter(7, { settled })];
    return { matter: matters[0] ?? aMatter(7) };
  });
  await openBills({ listBills: () => ({ bills: [] }), listMatters: () => ({ matters }), settleMatter });
  expect(text()).toContain('微信说的金额和下单时的不一样');
  await press('标记为已处理');
  const field = document.querySelector<HTMLInputElement>('[data-matter-id="7"] input');
  if (field === null) throw new Error('There is nowhere to write a note.');
  field.value = '已核对';
  field.dispatchEvent(new Event('input'));
  await press('标记为已处理');
  expect(settleMatter).toHaveBeenCalledOnce();
  expect(text()).toContain('已核对');
});
