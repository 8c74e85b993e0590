import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Api } from '@carillon/contract';
import { createApi } from '@carillon/contract';
import { demoLogin, startSystem, withCookies } from '@carillon/scripts/system';
import type { System } from '@carillon/scripts/system';
import { makeDataFolder } from '@carillon/server/testing/prepared-embedded';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { buildMiniProgram } from '../build-mini-program.ts';
import { startMiniProgram } from './testing/mini-program.ts';
import type { MiniProgram, OpenPage } from './testing/mini-program.ts';
import { createPhone } from './testing/phone.ts';
import type { Phone } from './testing/phone.ts';

const START_LIMIT_MS = 120_000;
/** Only a machine with too much else to do comes near. */
const ARRIVAL = { timeout: 15_000, interval: 20 };
const SHOP = 1;

let dataDir: string;
let built: string;
let system: System;
let staff: Api;
let phone: Phone;
let program: MiniProgram;

beforeAll(async () => {
  [dataDir, built] = await Promise.all([
    makeDataFolder(),
    mkdtemp(path.join(tmpdir(), 'carillon-mini-program-')),
  ]);
  system = await startSystem({ dataDir });
  await buildMiniProgram({ outDir: built, serverUrl: system.server.url, templateIds: ['order-progress'] });
  const credentials = await readFile(path.join(dataDir, 'wechat/credentials.json'), 'utf8');
  const { miniAppid: appid } = JSON.parse(credentials) as { miniAppid: string };
  phone = createPhone({ sandboxUrl: system.sandbox.url, appid, person: 'xiaolin' });
  program = startMiniProgram(built, phone);
  staff = createApi(system.server.url, withCookies());
  await staff('logIn', { body: demoLogin });
}, START_LIMIT_MS);

afterAll(async () => {
  await system.stop();
  await Promise.all([dataDir, built].map((folder) => rm(folder, { recursive: true })));
}, START_LIMIT_MS);

async function shows(page: OpenPage, text: string): Promise<void> {
  await vi.waitFor(() => expect(page.text()).toContain(text), ARRIVAL);
}

/** The page that the mini program goes to now. */
async function openNext(name: string): Promise<{ page: OpenPage; id: number }> {
  let url: string | undefined;
  await vi.waitFor(() => {
    url = phone.nextPage();
    expect(url).toBeDefined();
  }, ARRIVAL);
  expect(url).toContain(`/pages/${name}/`);
  return { page: program.open(url ?? ''), id: Number(/id=(\d+)/.exec(url ?? '')?.[1]) };
}

/** Orders a dish at the first table, as far as its unpaid order. */
async function orderAtTable(): Promise<{ page: OpenPage; id: number }> {
  const { tables } = await staff('listTables', { params: { shopId: SHOP } });
  const menu = program.open(`/pages/menu/menu?scene=${encodeURIComponent(tables[0]?.code ?? '')}`);
  await shows(menu, '红烧肉');
  const [category] = menu.data.categories as { products: { id: number; name: string }[] }[];
  const dish = category?.products.find(({ name }) => name === '红烧肉');
  menu.tap('add', { product: dish?.id });
  await shows(menu, '购物车 · 1');
  menu.tap('去结算');
  menu.close();
  const { page: checkout } = await openNext('checkout');
  await shows(checkout, '提交订单');
  checkout.tap(String(checkout.data.submit));
  const order = await openNext('order');
  checkout.close();
  await shows(order.page, '等待支付');
  return order;
}

async function pay(page: OpenPage): Promise<void> {
  page.tap(String(page.data.pay));
  await vi.waitFor(() => expect(page.text()).not.toContain('等待支付'), ARRIVAL);
}

/** The numbers of what was told of an order, in the order in which it came. */
function toldOf(destination: string): number[] {
  return phone.sockets.received
    .filter((frame) => frame.startsWith('MESSAGE') && frame.includes(`destination:${destination}\n`))
    .map((frame) => Number(/^seq:(\d+)$/m.exec(frame)?.[1]));
}

describe('the mini program', { timeout: 60_000 }, () => {
  test('knows a buyer without asking, takes an order at a table, has it paid, and reminds the shop of it', async () => {
    const { page, id } = await orderAtTable();

    // Whoever turns the sheet down has paid nothing.
    phone.paysNext = false;
    page.tap(String(page.data.pay));
    await shows(page, '没有支付，没有扣款。');
    phone.paysNext = true;

    await pay(page);
    await shows(page, '已通知商家，等待接单');
    expect(phone.events.filter(({ api }) => api === 'requestSubscribeMessage')).toMatchObject([
      { options: { tmplIds: ['order-progress'] } },
    ]);

    page.tap('催单');
    await shows(page, '已催单');
    const board = await staff('readBoard', { params: { shopId: SHOP } });
    expect(board.orders.find((order) => order.id === id)?.remindedAt).not.toBeNull();

    await staff('acceptOrder', { params: { orderId: id }, body: undefined });
    await shows(page, '商家已接单，正在制作');
    page.close();
  });

  test('closes its line in the background, and hears afterwards what it missed: all of it, in order, once', async () => {
    const { page, id } = await orderAtTable();
    await pay(page);
    await vi.waitFor(() => expect(phone.sockets.count()).toBe(1), ARRIVAL);
    program.hide();
    await vi.waitFor(() => expect(phone.sockets.count()).toBe(0), ARRIVAL);
    await staff('acceptOrder', { params: { orderId: id }, body: undefined });
    await staff('prepareOrder', { params: { orderId: id } });
    await staff('completeOrder', { params: { orderId: id } });
    program.show();
    await shows(page, '已完成，请享用');

    const paidAcceptedReadyCompleted = [1, 2, 3, 4];
    await vi.waitFor(
      () => expect(toldOf(`/topic/orders/${id}`)).toEqual(paidAcceptedReadyCompleted),
      ARRIVAL,
    );
    page.close();
    await vi.waitFor(() => expect(phone.sockets.count()).toBe(0), ARRIVAL);
  });

  test('sells a pass, shows its code also without a network, and says what the scan came to', async () => {
    const passes = program.open(`/pages/passes/passes?shop=${SHOP}`);
    await vi.waitFor(() => expect(passes.data.kinds).toHaveLength(2), ARRIVAL);
    const [{ buy }] = passes.data.kinds as [{ buy: string }];
    passes.tap(buy);
    const { page: order } = await openNext('order');
    passes.close();
    await shows(order, '等待支付');
    await pay(order);
    await shows(order, '查看次卡');
    order.tap('查看次卡');
    const { page: pass } = await openNext('pass');
    order.close();
    await shows(pass, '出示核销码');
    pass.tap('出示核销码');
    await shows(pass, '请店员扫描');
    const { code } = pass.data.screen as { code: string };
    phone.setNetwork(false);
    await staff('scanPass', { params: { shopId: SHOP }, body: { code } });
    expect(pass.text()).toContain('请店员扫描');
    phone.setNetwork(true);
    program.show();
    await shows(pass, '核销成功');
    await expect(staff('scanPass', { params: { shopId: SHOP }, body: { code } })).rejects.toMatchObject({
      code: 'pass_code_used',
    });
    pass.tap('完成');
    await shows(pass, '核销');
    pass.close();
    const lights = phone.events.filter(({ api }) => api === 'setScreenBrightness');
    expect(lights.map(({ options }) => options.value)).toEqual([1, 0.4]);
  });
});
