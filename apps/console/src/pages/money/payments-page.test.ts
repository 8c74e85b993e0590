import type { PaymentsQuery } from '@carillon/contract';
import { flushPromises } from '@vue/test-utils';
import { describe, expect, test, vi } from 'vitest';
import { refusal } from '../../testing/fake-api.ts';
import type { Answers } from '../../testing/fake-api.ts';
import { button, loggedIn, openConsole, press, text } from '../../testing/open-console.ts';
import { anOrder } from '../../testing/orders.ts';
import { aPayment, aRefund } from '../../testing/payments.ts';

// Loaded here, so that a test waits for the page and not for the compiler.
import '../passes/PassesSection.vue';
import '../passes/PassPage.vue';
import './MoneySection.vue';
import './PaymentsPage.vue';

const queryOf = (options: unknown) => (options as { query?: PaymentsQuery }).query ?? {};
const answerOrder = () => ({ order: anOrder(1, { status: 'completed' }), seq: 1 });

async function openPayments(answers: Answers, query = '') {
  const opened = await openConsole(`/shops/1/money/payments${query}`, { ...loggedIn, ...answers });
  await vi.waitFor(() => expect(document.querySelector('h1')?.textContent).toBe('收款'));
  await flushPromises();
  await press('先看看，不响铃');
  return opened;
}
const rows = () => [...document.querySelectorAll<HTMLElement>('[data-payment-id]')];
async function openRow(id: number): Promise<void> {
  document.querySelector<HTMLElement>(`[data-payment-id="${id}"] [aria-expanded]`)?.click();
  await flushPromises();
}
async function fill(selector: string, value: string): Promise<void> {
  const field = document.querySelector<HTMLInputElement>(selector);
  if (!field) throw new Error(`no field ${selector}`);
  field.value = value;
  field.dispatchEvent(new Event('input'));
  await flushPromises();
}
async function submit(): Promise<void> {
  const form = document.querySelector('.el-dialog form');
  form?.dispatchEvent(new Event('submit', { cancelable: true }));
  await flushPromises();
}
async function choose(label: string): Promise<void> {
  const chip = [...document.querySelectorAll<HTMLElement>('.el-dialog label')].find(
    (one) => one.textContent.trim() === label,
  );
  chip?.querySelector('input')?.click();
  await flushPromises();
}

describe('the payments of a shop', () => {
  test('lead to the pass that was bought, where alone it is refunded', async () => {
    const bought = anOrder(1, { status: 'completed', fulfilment: 'pass', passId: 7 });
    const { path } = await openPayments({
      listPayments: () => ({ payments: [aPayment(1, { orderFulfilment: 'pass' })], next: null }),
      readOrder: () => ({ order: bought, seq: 1 }),
    });
    await openRow(1);
    expect(() => button('退款：001')).toThrow();
    await press('到次卡退款');
    await vi.waitFor(() => expect(path()).toBe('/shops/1/passes/7'));
  });

  test('are listed with what became of their money, and open to their refunds', async () => {
    const refunds = [
      aRefund(1),
      aRefund(2, { state: 'asking', needsSomebody: true, error: 'wechat_not_enough', settledAt: null }),
    ];
    await openPayments({
      listPayments: () => ({
        payments: [aPayment(2), aPayment(1, { refundedFen: 2000, refunds })],
        next: null,
      }),
    });
    expect(rows().map(({ dataset }) => dataset.paymentId)).toEqual(['2', '1']);
    expect(rows()[1]?.textContent).toContain('已退 ¥20.00');
    expect(rows()[1]?.textContent).toContain('退款待处理');
    await openRow(1);
    expect(text()).toContain('已退还顾客');
    expect(text()).toContain('商户账户余额不足');
    expect(text()).toContain('掌柜 于');
    expect(text()).toContain('还可以退 ¥22.00');
  });

  test('are asked for as the address says, and for more page by page', async () => {
    const asked: PaymentsQuery[] = [];
    const { path } = await openPayments(
      {
        listPayments(options) {
          const query = queryOf(options);
          asked.push(query);
          return { payments: [aPayment(query.before === undefined ? 9 : 8)], next: query.before ? null : 9 };
        },
      },
      '?only=failed&from=2026-11-01',
    );
    await press('更早的收款');
    expect(asked).toEqual([
      { only: 'failed', from: '2026-11-01' },
      { only: 'failed', from: '2026-11-01', before: 9 },
    ]);
    expect(rows()).toHaveLength(2);
    await press('清除条件');
    expect(path()).toBe('/shops/1/money/payments');
    expect(asked.at(-1)).toEqual({});
  });

  test('that cannot be read say why, and are asked for again', async () => {
    let fails = true;
    await openPayments({
      listPayments: () =>
        fails ? Promise.reject(refusal(503, 'database_unavailable')) : { payments: [], next: null },
    });
    expect(text()).toContain('收款没有读出来');
    fails = false;
    await press('重试');
    expect(text()).toContain('还没有收款');
  });

  test('follow by themselves what the line tells of their refunds', async () => {
    let state: 'processing' | 'succeeded' = 'processing';
    const { line } = await openPayments({
      listPayments: () => ({
        payments: [aPayment(1, { refundedFen: 1000, refunds: [aRefund(1, { state })] })],
        next: null,
      }),
    });
    await openRow(1);
    expect(text()).toContain('微信处理中');
    const tell = async (seq: number) => {
      const { amountFen, reason, askedAt, settledAt } = aRefund(1);
      const refund = { id: 1, amountFen, cause: 'staff' as const, state, reason, askedAt, settledAt };
      const order = anOrder(1, { status: 'completed', refunds: [refund] });
      line.deliver({ type: 'order.refund', at: order.placedAt, order }, seq);
      await flushPromises();
    };
    state = 'succeeded';
    await tell(5);
    expect(text()).toContain('已退还顾客');
  });
});

describe('a refund', () => {
  test('of a part is checked against what is left, and sent once under a key', async () => {
    const sent: unknown[] = [];
    let refundedFen = 1000;
    await openPayments({
      listPayments: () => ({ payments: [aPayment(1, { refundedFen })], next: null }),
      refundOrder(options) {
        sent.push(options);
        refundedFen += 1250;
        return answerOrder();
      },
    });
    await openRow(1);
    await press('退款：001');
    await vi.waitFor(() => expect(document.querySelector('.el-dialog form')).not.toBeNull());
    await choose('部分');
    await fill('.el-dialog .amount input', '32.01');
    await submit();
    expect(text()).toContain('请填 0.01 到 32.00 之间的金额');
    expect(sent).toEqual([]);
    await fill('.el-dialog .amount input', '12.5');
    await choose('等待太久');
    await Promise.all([submit(), submit()]);
    expect(sent).toMatchObject([{ params: { orderId: 1 }, body: { amountFen: 1250, reason: '等待太久' } }]);
    expect(text()).toContain('已申请退款 ¥12.50');
    expect(text()).toContain('还可以退 ¥19.50');
  });

  test('that is refused says why in the dialog, and nothing is lost of it', async () => {
    await openPayments({
      listPayments: () => ({ payments: [aPayment(1)], next: null }),
      refundOrder: () => Promise.reject(refusal(409, 'refund_too_much')),
    });
    await openRow(1);
    await press('退款：001');
    await vi.waitFor(() => expect(document.querySelector('.el-dialog form')).not.toBeNull());
    await submit();
    expect(document.querySelector('.el-dialog [role="alert"]')?.textContent).toContain(
      '剩下的钱不够退这么多',
    );
  });

  test('that the account did not take goes to a card', async () => {
    const sent: unknown[] = [];
    await openPayments({
      listPayments: () => ({
        payments: [aPayment(1, { refunds: [aRefund(7, { state: 'abnormal', needsSomebody: true })] })],
        next: null,
      }),
      retryRefund(options) {
        sent.push(options);
        return answerOrder();
      },
    });
    await openRow(1);
    await press('退到银行卡');
    await submit();
    expect(text()).toContain('请选择银行');
    const bank = document.querySelector('select');
    if (!bank) throw new Error('no bank');
    bank.value = 'ICBC_DEBIT';
    bank.dispatchEvent(new Event('change'));
    await fill('.el-dialog input[inputmode="numeric"]', '6222 0212 3456 7890');
    await fill('.el-dialog input[maxlength="64"]', '王芳');
    await submit();
    const card = { bankType: 'ICBC_DEBIT', account: '6222021234567890', realName: '王芳' };
    expect(sent).toEqual([{ params: { refundId: 7 }, body: { card } }]);
  });

  test('that was given back by hand is written down with a note', async () => {
    const sent: unknown[] = [];
    await openPayments({
      listPayments: () => ({
        payments: [aPayment(1, { refunds: [aRefund(7, { state: 'closed', needsSomebody: true })] })],
        next: null,
      }),
      settleRefundByHand(options) {
        sent.push(options);
        return answerOrder();
      },
    });
    await openRow(1);
    await press('线下退还');
    expect(text()).toContain('先把 ¥10.00 还给顾客');
    await submit();
    expect(text()).toContain('请写下钱是怎么还的');
    await fill('.el-dialog input', '前台退现金');
    await submit();
    expect(sent).toEqual([{ params: { refundId: 7 }, body: { note: '前台退现金' } }]);
  });
});

test('a clerk is told politely that money is for others, and sees no way there', async () => {
  const clerk = { id: 2, name: '小周', shops: [{ id: 1, name: '川味小馆', role: 'clerk' as const }] };
  const { fake } = await openConsole('/shops/1/money/payments', {
    ...loggedIn,
    readSelf: () => ({ staff: clerk }),
  });
  await vi.waitFor(() => expect(text()).toContain('这里只给店主和店长看'));
  expect(fake.calls).not.toContain('listPayments');
  expect(() => button('账目')).toThrow();
  expect(document.querySelector('nav')?.textContent).not.toContain('账目');
});
