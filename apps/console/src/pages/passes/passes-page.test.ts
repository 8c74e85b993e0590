import { flushPromises } from '@vue/test-utils';
import { expect, test, vi } from 'vitest';
import { refusal } from '../../testing/fake-api.ts';
import type { Answers } from '../../testing/fake-api.ts';
import { fillLabelled, submit } from '../../testing/fill.ts';
import { loggedIn, openConsole, press, staff, text } from '../../testing/open-console.ts';
import { aPass, aPassKind, anEntry } from '../../testing/passes.ts';

// Loaded here, so that a test waits for the page and not for the compiler.
import './KindsPage.vue';
import './PassesPage.vue';
import './PassesSection.vue';
import './PassPage.vue';

const clerk = { ...staff, shops: [{ id: 1, name: '川味小馆', role: 'clerk' as const }] };

async function open(path: string, answers: Answers) {
  const opened = await openConsole(`/shops/1/passes${path}`, {
    ...loggedIn,
    searchPasses: () => ({ passes: [aPass(3)], next: null }),
    readStaffPass: () => ({ pass: aPass(3), entries: [anEntry(1)], next: null }),
    listStaffPassKinds: () => ({ kinds: [aPassKind(1)] }),
    ...answers,
  });
  await vi.waitFor(() => expect(document.querySelector('main :is(h1, .back)')).not.toBeNull());
  await press('先看看，不响铃');
  return opened;
}
const dialogOpens = () => vi.waitFor(() => expect(document.querySelector('.el-dialog form')).not.toBeNull());
const buttons = () => [...document.querySelectorAll('main button')].map((one) => one.textContent.trim());

test('passes are searched and narrowed by what the address says', async () => {
  const asked: unknown[] = [];
  const { path } = await open('?only=frozen', {
    searchPasses(options) {
      asked.push((options as { query: unknown }).query);
      return { passes: [], next: null };
    },
  });
  expect(text()).toContain('没有符合条件的次卡');
  await fillLabelled('搜索次卡', '#a1b2');
  await submit('form[role="search"]');
  expect(path()).toContain('search=%23a1b2');
  expect(asked).toEqual([{ only: 'frozen' }, { only: 'frozen', search: '#a1b2' }]);
});

test('a manager gives a pass, whose code is shown this once', async () => {
  const sent: unknown[] = [];
  await open('', {
    issuePass(options) {
      sent.push(options);
      const pass = aPass(4, { orderId: null, holder: null });
      return { pass, claimUrl: 'https://shop.example/claim#T', claimableUntil: '2026-11-28T02:00:00.000Z' };
    },
  });
  await press('发一张次卡');
  await dialogOpens();
  await flushPromises();
  await submit('.el-dialog form');
  expect(text()).toContain('请写一句为什么发');
  await fillLabelled('为什么发', '老顾客赠送');
  await submit('.el-dialog form');
  expect(sent).toEqual([{ params: { shopId: 1 }, body: { kindId: 1, note: '老顾客赠送' } }]);
  expect(document.querySelector('[aria-label="领取「洗车 10 次」的二维码"]')).not.toBeNull();
  expect(text()).toContain('https://shop.example/claim#T');
});

test('a pass shows what is left of it and its ledger, and follows the line', async () => {
  let left = 8;
  const { line } = await open('/3', {
    readStaffPass: () => ({ pass: aPass(3, { left }), entries: [anEntry(1)], next: null }),
  });
  expect(document.querySelector('[aria-label="剩 8 次，共 10 次"]')).not.toBeNull();
  expect(document.querySelector('[data-entry="visit"]')?.textContent).toContain('核销一次');
  left = 7;
  const heard = line.subscriptions.find(({ destination }) => destination === '/topic/passes/3');
  heard?.onMessage({ seq: 9, replayed: false, json: () => ({}) });
  await flushPromises();
  expect(document.querySelector('[aria-label="剩 7 次，共 10 次"]')).not.toBeNull();
});

test('a pass is frozen with a reason', async () => {
  const sent: unknown[] = [];
  await open('/3', {
    freezePass(options) {
      sent.push(options);
      return { pass: aPass(3, { state: 'frozen' }) };
    },
  });
  await press('冻结');
  await dialogOpens();
  await fillLabelled('原因', '手机丢了');
  await submit('.el-dialog form');
  expect(sent).toEqual([{ params: { passId: 3 }, body: { reason: '手机丢了' } }]);
  expect(text()).toContain('次卡已冻结。');
});

test('what is left is refunded once somebody said yes to the amount, and once only when the answer is lost', async () => {
  const sent: { headers: Record<string, string>; body: unknown }[] = [];
  const { fake } = await open('/3', {
    refundPass(options) {
      sent.push(options as (typeof sent)[number]);
      return Promise.reject(refusal(0, 'network'));
    },
  });
  await press('退款');
  await dialogOpens();
  await fillLabelled('原因', '顾客搬家');
  await submit('.el-dialog form');
  expect(text()).toContain('请先确认金额和次数');
  document.querySelector<HTMLElement>('.sure input')?.click();
  await submit('.el-dialog form');
  await submit('.el-dialog form');
  expect(sent.map(({ body }) => body)).toEqual(
    Array(2).fill({ amountFen: 12_000, reason: '顾客搬家' }) as unknown[],
  );
  expect(sent[0]?.headers).toEqual(sent[1]?.headers);
  fake.answers.refundPass = () => ({ pass: aPass(3, { state: 'refunded', left: 0, refundFen: 0 }) });
  await submit('.el-dialog form');
  expect(text()).toContain('已退款 ¥120.00');
});

test('a pass of another shop is not shown', async () => {
  await open('/3', { readStaffPass: () => ({ pass: aPass(3, { shopId: 2 }), entries: [], next: null }) });
  expect(text()).toContain('没有这张次卡');
});

test('a kind is added; what is missing is said where it is missing', async () => {
  const sent: unknown[] = [];
  await open('/kinds', {
    savePassKind(options) {
      sent.push((options as { body: unknown }).body);
      return { kind: aPassKind(2) };
    },
  });
  await press('添加卡种');
  await dialogOpens();
  await fillLabelled('名称', '理发 5 次');
  await submit('.el-dialog form');
  expect(text()).toContain('请填 0.01 到 5000 之间的金额');
  await fillLabelled('售价（元）', '99.5');
  await fillLabelled('次数', '5');
  await submit('.el-dialog form');
  const unlimited = { terms: '', validDays: null, maxPerBuyer: null, refundable: true, onSale: true };
  expect(sent).toEqual([{ name: '理发 5 次', priceFen: 9_950, visits: 5, ...unlimited }]);
});

test('a change over somebody else’s is refused in words, and made with the version that was seen', async () => {
  const sent: unknown[] = [];
  await open('/kinds', {
    changePassKind(options) {
      sent.push(options);
      return Promise.reject(refusal(409, 'pass_kind_changed'));
    },
  });
  await press('修改 洗车 10 次');
  await dialogOpens();
  await submit('.el-dialog form');
  expect(sent).toMatchObject([{ params: { shopId: 1, kindId: 1 }, body: { version: 1, priceFen: 15_000 } }]);
  expect(document.querySelector('.el-dialog [role="alert"]')?.textContent).toContain('别人刚改过');
});

test.each([
  ['the passes', '', '发一张次卡'],
  ['a pass', '/3', '冻结'],
  ['the kinds', '/kinds', '添加卡种'],
])('a clerk sees %s, and is not offered to change them', async (_what, path, action) => {
  await open(path, { readSelf: () => ({ staff: clerk }) });
  expect(text()).toContain('洗车 10 次');
  expect(buttons()).not.toContain(action);
});
