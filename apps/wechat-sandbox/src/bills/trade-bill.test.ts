import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { startWorld } from '../testing/world.ts';
import type { World } from '../testing/world.ts';

const HOUR_MS = 3_600_000;
/** From noon, when the test's clock stands still, until ten in the morning after. */
const UNTIL_READY_MS = 22 * HOUR_MS;

interface Applied {
  hash_type: string;
  hash_value: string;
  download_url: string;
}

const apply = (world: World, query = 'bill_date=2026-11-21') =>
  world.merchant.call('GET', `/v3/bill/tradebill?${query}`);

async function download(world: World, query?: string): Promise<string> {
  const { download_url: address } = (await apply(world, query)).json<Applied>();
  const { pathname, search } = new URL(address);
  return (await world.merchant.call('GET', `${pathname}${search}`)).payload;
}

const rowsOf = (bill: string) => bill.split('\r\n').slice(1, -3);

/** A day with two payments and a refund of the first, and the bill ready. */
async function billedWorld(): Promise<World> {
  const world = await startWorld();
  await world.merchant.order({ description: '牛肉面,加蛋', attach: 'shop 7' });
  await world.control('POST', '/pay', { outTradeNo: 'C00000017' });
  world.clock.advance(1_000);
  await world.merchant.order({ out_trade_no: 'C00000018', amount: { total: 1250 } });
  await world.control('POST', '/pay', { outTradeNo: 'C00000018', person: 'xiaolin' });
  await world.merchant.refund();
  world.clock.advance(UNTIL_READY_MS);
  return world;
}

describe('a day’s bill', () => {
  test('is written as WeChat Pay writes it', async () => {
    const world = await billedWorld();
    const { identity } = world;
    const told = async (outTradeNo: string) =>
      (await world.merchant.query(outTradeNo)).json<{ transaction_id: string; payer: { openid: string } }>();
    const [first, second] = [await told('C00000017'), await told('C00000018')];
    const { refund_id: refundId } = (await world.merchant.queryRefund('R00000001')).json<{
      refund_id: string;
    }>();
    const by = `\`${identity.payAppid},\`${identity.mchid},\`0,\``;
    const head =
      '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
    expect(await download(world)).toBe(
      [
        `\uFEFF${head}`,
        `\`2026-11-21 12:00:00,${by},\`${first.transaction_id},\`C00000017,\`${first.payer.openid},\`NATIVE,\`SUCCESS,\`OTHERS,\`CNY,\`42.00,\`0.00,\`0,\`0,\`0.00,\`0.00,\`,\`,\`牛肉面,加蛋,\`shop 7,\`0.25000,\`0.60%,\`42.00,\`0.00,\``,
        `\`2026-11-21 12:00:01,${by},\`${second.transaction_id},\`C00000018,\`${second.payer.openid},\`NATIVE,\`SUCCESS,\`OTHERS,\`CNY,\`12.50,\`0.00,\`0,\`0,\`0.00,\`0.00,\`,\`,\`编钟小馆 017,\`,\`0.08000,\`0.60%,\`12.50,\`0.00,\``,
        `\`2026-11-21 12:00:01,${by},\`${first.transaction_id},\`C00000017,\`${first.payer.openid},\`NATIVE,\`REFUND,\`OTHERS,\`CNY,\`0.00,\`0.00,\`${refundId},\`R00000001,\`12.00,\`0.00,\`ORIGINAL,\`SUCCESS,\`牛肉面,加蛋,\`shop 7,\`-0.07000,\`0.60%,\`0.00,\`12.00,\``,
        '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额',
        '`3,`54.50,`12.00,`0.00,`0.26000,`54.50,`12.00',
        '',
      ].join('\r\n'),
    );
  });

  test('has the hash of its text, and comes zipped when asked', async () => {
    const world = await billedWorld();
    const applied = (await apply(world, 'bill_date=2026-11-21&tar_type=GZIP')).json<Applied>();
    const { pathname, search } = new URL(applied.download_url);
    const file = await world.merchant.call('GET', `${pathname}${search}`);
    const text = gunzipSync(file.rawPayload);
    expect(applied.hash_type).toBe('SHA1');
    expect(createHash('sha1').update(text).digest('hex')).toBe(applied.hash_value);
    expect(file.headers['wechatpay-signature']).toBeUndefined();
  });

  test.each([
    ['SUCCESS', 20, ['C00000017', 'C00000018']],
    ['REFUND', 29, ['C00000017']],
  ])('of type %s has %i columns and its own rows', async (type, columns, numbers) => {
    const world = await billedWorld();
    const bill = await download(world, `bill_date=2026-11-21&bill_type=${type}`);
    expect(bill.split('\r\n')[0]?.split(',')).toHaveLength(columns);
    expect(rowsOf(bill).map((row) => row.split(',`')[6])).toEqual(numbers);
    for (const row of rowsOf(bill)) expect(row.split(',`')).toHaveLength(columns);
  });

  test('goes from midnight to midnight in China', async () => {
    const world = await startWorld();
    world.clock.advance(12 * HOUR_MS - 1);
    await world.merchant.order();
    await world.control('POST', '/pay', { outTradeNo: 'C00000017' });
    world.clock.advance(1);
    await world.merchant.order({ out_trade_no: 'C00000018' });
    await world.control('POST', '/pay', { outTradeNo: 'C00000018' });
    world.clock.advance(48 * HOUR_MS);
    expect(rowsOf(await download(world))).toHaveLength(1);
    expect(rowsOf(await download(world, 'bill_date=2026-11-22'))[0]).toContain('C00000018');
  });

  test('survives a restart', async () => {
    const world = await billedWorld();
    const bill = await download(world);
    const next = await world.restart();
    next.clock.advance(UNTIL_READY_MS + 1_000);
    expect(await download(next)).toBe(bill);
  });
});

describe('there is no bill', () => {
  test('before ten in the morning after, unless bills are ready at once', async () => {
    const world = await startWorld();
    await world.merchant.order();
    await world.control('POST', '/pay', { outTradeNo: 'C00000017' });
    world.clock.advance(UNTIL_READY_MS - 1);
    const early = await apply(world);
    expect([early.statusCode, early.json<{ code: string }>().code]).toEqual([400, 'NO_STATEMENT_EXIST']);
    await world.control('POST', '/faults', { name: 'bill-ready-at-once' });
    expect((await apply(world)).statusCode).toBe(200);
    await world.control('DELETE', '/faults');
    world.clock.advance(1);
    expect((await apply(world)).statusCode).toBe(200);
  });

  test('of a day on which nothing happened', async () => {
    const world = await billedWorld();
    expect((await apply(world, 'bill_date=2026-11-20')).json()).toMatchObject({ code: 'NO_STATEMENT_EXIST' });
  });

  test.each([
    'bill_date=2026-02-30',
    'bill_date=20261121',
    'bill_date=2026-11-21&bill_type=NONE',
    'bill_type=ALL',
  ])('of %j: PARAM_ERROR', async (query) => {
    const world = await startWorld();
    expect((await apply(world, query)).json()).toMatchObject({ code: 'PARAM_ERROR' });
  });

  test('at an address that is five minutes old', async () => {
    const world = await billedWorld();
    const { pathname, search } = new URL((await apply(world)).json<Applied>().download_url);
    world.clock.advance(5 * 60_000);
    const late = await world.merchant.call('GET', `${pathname}${search}`);
    expect([late.statusCode, late.json<{ code: string }>().code]).toEqual([404, 'RESOURCE_NOT_EXISTS']);
  });
});

describe('a bill that is wrong', () => {
  async function rowsWith(...faults: object[]): Promise<string[]> {
    const world = await billedWorld();
    for (const fault of faults) await world.control('POST', '/faults', fault);
    return rowsOf(await download(world));
  }

  test('lacks a row', async () => {
    const rows = await rowsWith({ name: 'bill-missing-row', outTradeNo: 'C00000018' });
    expect(rows.map((row) => row.split(',`')[6])).toEqual(['C00000017', 'C00000017']);
  });

  test('has a row of a trade that never was', async () => {
    const rows = await rowsWith({ name: 'bill-extra-row', value: 777 });
    expect(rows).toHaveLength(4);
    expect(rows[3]).toContain('`7.77');
  });

  test('has another amount', async () => {
    const rows = await rowsWith({ name: 'bill-changed-amount', value: 4201 });
    expect(rows[0]?.split(',`')[24]).toBe('42.01');
  });

  test('has another state', async () => {
    const rows = await rowsWith({ name: 'bill-changed-state', outTradeNo: 'C00000018' });
    expect(rows[1]?.split(',`')[9]).toBe('REVOKED');
  });

  test('is wrong in several ways at once, and right the next time', async () => {
    const world = await billedWorld();
    for (const name of ['bill-missing-row', 'bill-extra-row', 'bill-changed-amount']) {
      await world.control('POST', '/faults', { name });
    }
    expect(rowsOf(await download(world))).toHaveLength(3);
    expect(await download(world)).not.toContain('账单里多出来的一笔');
  });
});
