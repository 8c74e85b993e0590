import { expect, test } from 'vitest';
import type { LoginView, MessageView, RefundView, TradeView } from '../src/control/api-types.ts';
import { createPhone } from './phone-state.ts';
import { SandboxApiError } from './sandbox-api.ts';
import type { SandboxApi } from './sandbox-api.ts';

const trade: TradeView = {
  outTradeNo: 'C00000017',
  description: '编钟小馆 017',
  amountFen: 4200,
  tradeType: 'NATIVE',
  state: 'NOTPAY',
  codeUrl: 'weixin://wxpay/bizpayurl/up?pr=abc&groupid=00',
  createdAt: '2026-11-21T04:00:00.000Z',
  expiresAt: '2026-11-21T04:15:00.000Z',
};
const login: LoginView = {
  uuid: '0123456789abcdef',
  appid: 'wx1',
  stage: 'scanned',
  site: '127.0.0.1:3000',
  expiresAt: '2026-11-21T04:05:00.000Z',
};

function phoneWith(answers: Partial<SandboxApi>) {
  const calls: unknown[][] = [];
  const stored = new Map<string, string>();
  const api = new Proxy({} as SandboxApi, {
    get:
      (_target, name: keyof SandboxApi) =>
      (...args: never[]) => {
        calls.push([name, ...args]);
        const answer = answers[name] as ((...args: never[]) => unknown) | undefined;
        return answer ? answer(...args) : Promise.reject(new SandboxApiError('offline', ''));
      },
  });
  const memory = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  };
  return { phone: createPhone({ api, memory }), calls, memory, api };
}

test('scanning a pay code opens the pay screen, paying shows the receipt', async () => {
  const { phone, calls } = phoneWith({
    scan: () => Promise.resolve({ kind: 'pay', trade }),
    pay: () => Promise.resolve({ ...trade, state: 'SUCCESS' }),
  });
  await phone.scan(trade.codeUrl);
  expect(phone.state.screen).toEqual({ name: 'pay', trade });
  await phone.pay(trade);
  expect(phone.state.screen).toMatchObject({ name: 'paid', trade: { state: 'SUCCESS' } });
  expect(calls).toEqual([
    ['scan', trade.codeUrl, 'aming'],
    ['pay', 'C00000017', 'aming'],
  ]);
});

test.each([
  [true, 'refused'],
  [false, 'ignored'],
])('declining a login with redirect %s ends as %s', async (redirect, what) => {
  const { phone, calls } = phoneWith({
    scan: () => Promise.resolve({ kind: 'login', login }),
    refuse: () => Promise.resolve({ ...login, stage: 'declined' }),
  });
  await phone.scan(login.uuid);
  expect(phone.state.screen).toEqual({ name: 'login', login });
  await phone.refuse(login, { redirect });
  expect(phone.state.screen).toMatchObject({ name: 'done', what });
  expect(calls.at(-1)).toEqual(['refuse', login.uuid, { redirect }]);
});

test('what the sandbox refuses is shown by its code', async () => {
  const { phone } = phoneWith({ scan: () => Promise.reject(new SandboxApiError('code_dead', '')) });
  await phone.scan('weixin://wxpay/old');
  expect(phone.state.screen).toEqual({ name: 'refusal', code: 'code_dead' });
  phone.show('home');
  expect(phone.state.screen).toEqual({ name: 'home' });
});

test('a second tap while the first is under way pays nothing more', async () => {
  const { phone, calls } = phoneWith({ pay: () => Promise.resolve(trade) });
  await Promise.all([phone.pay(trade), phone.pay(trade)]);
  expect(calls).toHaveLength(1);
  expect(phone.state.busy).toBe(false);
});

test('the holder is remembered, and sees their own receipts, refunds and notices only, newest first', async () => {
  const paidBy = (person: string) => ({
    ...trade,
    outTradeNo: `C-${person}`,
    state: 'REFUND' as const,
    payment: { transactionId: '4200', paidAt: trade.createdAt, person, openid: 'o' },
  });
  const refundOf = (person: string, status: RefundView['status'], createdAt: string): RefundView => ({
    outRefundNo: `R-${person}-${status}`,
    refundId: '5030',
    outTradeNo: `C-${person}`,
    amountFen: 1200,
    totalFen: 4200,
    status,
    createdAt,
  });
  const later = '2026-11-21T05:00:00.000Z';
  const noticeTo = (person: string, status: MessageView['status']): MessageView => ({
    msgId: `${person} ${status}`,
    person,
    template: 'orderStatus',
    fields: { first: '您的订单已完成' },
    url: '',
    sentAt: '2026-11-21T06:00:00.000Z',
    status,
  });
  const { phone, api, memory } = phoneWith({
    codes: () => Promise.resolve({ trades: [trade], logins: [] }),
    trades: () => Promise.resolve([paidBy('aming'), paidBy('xiaolin'), trade]),
    refunds: () =>
      Promise.resolve([
        refundOf('xiaolin', 'SUCCESS', later),
        refundOf('xiaolin', 'CLOSED', later),
        refundOf('aming', 'SUCCESS', later),
      ]),
    cards: () =>
      Promise.resolve([
        {
          ...{
            notifyCode: '42000001',
            person: 'xiaolin',
            title: '等候领取',
            status: '制作中',
            statusNumber: 2,
          },
          ...{ goods: ['红烧肉 ×1'], pieces: 1, page: 'pages/order/order', pushed: [1, 2], refused: false },
          changedAt: '2026-11-21T03:00:00.000Z',
        },
      ]),
    accepts: () => Promise.resolve([]),
    messages: () =>
      Promise.resolve([
        noticeTo('xiaolin', 'success'),
        noticeTo('xiaolin', 'failed: system failed'),
        noticeTo('aming', 'success'),
      ]),
  });
  await phone.refresh();
  expect(phone.state.codes.trades).toHaveLength(1);
  phone.choosePerson('xiaolin');
  expect(phone.messages.value).toMatchObject([
    { kind: 'notice', notice: { msgId: 'xiaolin success' } },
    { kind: 'refund', refund: { outRefundNo: 'R-xiaolin-SUCCESS' } },
    { kind: 'receipt', trade: { outTradeNo: 'C-xiaolin' } },
    { kind: 'card', card: { notifyCode: '42000001' } },
  ]);
  expect(createPhone({ api, memory }).state.personId).toBe('xiaolin');
});

test('the pay code is shown for the holder, and a password asked for may be refused', async () => {
  const code = { authCode: '130000000000000001', expiresAt: trade.expiresAt };
  const { phone, calls } = phoneWith({
    authCode: () => Promise.resolve(code),
    decline: () => Promise.resolve({ ...trade, state: 'PAYERROR' }),
  });
  await phone.showCode();
  expect(phone.state.screen).toEqual({ name: 'code', code });
  const asked = { ...trade, state: 'USERPAYING' as const };
  phone.answerShop(asked);
  expect(phone.state.screen).toEqual({ name: 'pay', trade: asked });
  await phone.leave(asked);
  expect(phone.state.screen).toEqual({ name: 'home' });
  expect(calls).toEqual([
    ['authCode', 'aming'],
    ['decline', 'C00000017'],
  ]);
});

test('a sandbox that is away leaves what was shown', async () => {
  const { phone } = phoneWith({});
  await phone.start();
  await phone.refresh();
  expect(phone.state.screen).toEqual({ name: 'home' });
});
