import { describe, expect, test } from 'vitest';
import { REFUND_NOTIFY_URL, unseal, vouchesFor } from '../testing/merchant.ts';
import { startWorld } from '../testing/world.ts';
import type { World, WorldOptions } from '../testing/world.ts';

const SETTLING_MS = 3_000;
const MINUTE_MS = 60_000;

/** A world with one trade of ¥42.00, paid and told. */
async function paidWorld(options: WorldOptions = {}): Promise<World> {
  const world = await startWorld(options);
  await world.merchant.order();
  await world.control('POST', '/pay', { outTradeNo: 'C00000017' });
  await world.attempts(1);
  return world;
}

const amount = (refund: number, total = 4200) => ({ amount: { refund, total, currency: 'CNY' } });
const status = async (world: World, outRefundNo = 'R00000001') =>
  (await world.merchant.queryRefund(outRefundNo)).json<{ status: string }>().status;

describe('a refund', () => {
  test('is accepted, and succeeds later', async () => {
    const world = await paidWorld();
    const response = await world.merchant.refund();
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({
      refund_id: expect.stringMatching(/^5030\d{25}$/) as string,
      out_refund_no: 'R00000001',
      out_trade_no: 'C00000017',
      transaction_id: expect.stringMatching(/^4200/) as string,
      channel: 'ORIGINAL',
      status: 'PROCESSING',
      create_time: '2026-11-21T12:00:00+08:00',
      amount: { total: 4200, refund: 1200, payer_refund: 1200, currency: 'CNY' },
    });
    expect(await status(world)).toBe('PROCESSING');
    world.clock.advance(SETTLING_MS);
    expect((await world.merchant.queryRefund('R00000001')).json()).toMatchObject({
      status: 'SUCCESS',
      success_time: '2026-11-21T12:00:03+08:00',
    });
    expect((await world.merchant.query('C00000017')).json()).toMatchObject({ trade_state: 'REFUND' });
  });

  test('may name the transaction instead of the number', async () => {
    const world = await paidWorld();
    const { transaction_id: transactionId } = (await world.merchant.query('C00000017')).json<{
      transaction_id: string;
    }>();
    const response = await world.merchant.refund({ out_trade_no: undefined, transaction_id: transactionId });
    expect(response.json()).toMatchObject({ out_trade_no: 'C00000017' });
  });

  test('is told to its notify_url, signed and encrypted', async () => {
    const world = await paidWorld();
    await world.merchant.refund();
    world.clock.advance(SETTLING_MS);
    await world.attempts(2);
    const delivery = world.inbox[1];
    expect(delivery?.url).toBe(REFUND_NOTIFY_URL);
    expect(vouchesFor(world.identity, delivery?.headers ?? {}, delivery?.body ?? '')).toBe(true);
    const body = JSON.parse(delivery?.body ?? '') as { resource: object };
    expect(body).toMatchObject({
      event_type: 'REFUND.SUCCESS',
      summary: '退款成功',
      resource: { original_type: 'refund', associated_data: 'refund' },
    });
    expect(JSON.parse(unseal(world.identity, body.resource))).toEqual({
      mchid: world.identity.mchid,
      transaction_id: expect.any(String) as string,
      out_trade_no: 'C00000017',
      refund_id: expect.any(String) as string,
      out_refund_no: 'R00000001',
      refund_status: 'SUCCESS',
      success_time: '2026-11-21T12:00:03+08:00',
      user_received_account: '支付用户零钱',
      amount: { total: 4200, refund: 1200, payer_total: 4200, payer_refund: 1200 },
    });
  });

  test('without a notify_url is told to nobody', async () => {
    const world = await paidWorld();
    await world.merchant.refund({ notify_url: undefined });
    await world.control('POST', '/clock', { advanceMs: MINUTE_MS });
    expect(world.inbox).toHaveLength(1);
    expect(await status(world)).toBe('SUCCESS');
  });

  test('survives a restart, settled and told at its own time', async () => {
    const world = await paidWorld();
    await world.merchant.refund();
    const next = await world.restart();
    expect(await status(next)).toBe('PROCESSING');
    next.clock.advance(SETTLING_MS);
    await next.attempts(1);
    expect(await status(next)).toBe('SUCCESS');
  });
});

describe('the same out_refund_no again', () => {
  test('answers how it stands, and gives no money twice', async () => {
    const world = await paidWorld();
    await world.merchant.refund();
    world.clock.advance(SETTLING_MS);
    expect((await world.merchant.refund()).json()).toMatchObject({ status: 'SUCCESS' });
    expect((await world.control('GET', '/refunds')).json<{ refunds: object[] }>().refunds).toHaveLength(1);
  });

  test('with another amount is INVALID_REQUEST', async () => {
    const world = await paidWorld();
    await world.merchant.refund();
    expect((await world.merchant.refund(amount(1))).json()).toMatchObject({ code: 'INVALID_REQUEST' });
  });
});

describe('refunds of one order', () => {
  test('sum up to its total at most', async () => {
    const world = await paidWorld();
    await world.merchant.refund(amount(4000));
    world.clock.advance(MINUTE_MS);
    const more = await world.merchant.refund({ out_refund_no: 'R00000002', ...amount(201) });
    expect([more.statusCode, more.json<{ code: string }>().code]).toEqual([400, 'INVALID_REQUEST']);
    const rest = await world.merchant.refund({ out_refund_no: 'R00000002', ...amount(200) });
    expect(rest.statusCode).toBe(200);
  });

  test('are a minute apart, shorter by the time scale, or at any pace when that is switched on', async () => {
    const world = await paidWorld({ timeScale: 60 });
    await world.merchant.refund(amount(1));
    const soon = await world.merchant.refund({ out_refund_no: 'R00000002', ...amount(1) });
    expect([soon.statusCode, soon.json<{ code: string }>().code]).toEqual([429, 'FREQUENCY_LIMITED']);
    world.clock.advance(1_000);
    expect((await world.merchant.refund({ out_refund_no: 'R00000002', ...amount(1) })).statusCode).toBe(200);
    await world.control('POST', '/faults', { name: 'refunds-at-any-pace' });
    expect((await world.merchant.refund({ out_refund_no: 'R00000003', ...amount(1) })).statusCode).toBe(200);
  });

  test('are fifty at most', async () => {
    const world = await paidWorld();
    await world.control('POST', '/faults', { name: 'refunds-at-any-pace' });
    for (let nth = 1; nth <= 50; nth += 1) {
      const response = await world.merchant.refund({ out_refund_no: `R${nth}`, ...amount(1) });
      expect([nth, response.statusCode]).toEqual([nth, 200]);
    }
    expect((await world.merchant.refund({ out_refund_no: 'R51', ...amount(1) })).json()).toMatchObject({
      code: 'INVALID_REQUEST',
    });
  });

  test('that were closed leave room for others', async () => {
    const world = await paidWorld();
    await world.control('POST', '/faults', { name: 'refund-closed' });
    await world.merchant.refund(amount(4200));
    world.clock.advance(MINUTE_MS);
    expect(await status(world)).toBe('CLOSED');
    const again = await world.merchant.refund({ out_refund_no: 'R00000002', ...amount(4200) });
    expect(again.statusCode).toBe(200);
  });
});

describe('is refused', () => {
  test.each<[string, Record<string, unknown>, number, string]>([
    ['an unknown order', { out_trade_no: 'C99999999' }, 404, 'RESOURCE_NOT_EXISTS'],
    ['another total than the order’s', amount(1, 4300), 400, 'INVALID_REQUEST'],
    ['a number of 65 characters', { out_refund_no: 'R'.repeat(65) }, 400, 'PARAM_ERROR'],
    ['an amount of 0 fen', amount(0), 400, 'PARAM_ERROR'],
    ['no currency', { amount: { refund: 1, total: 4200 } }, 400, 'PARAM_ERROR'],
    ['a reason of 81 characters', { reason: '退'.repeat(81) }, 400, 'PARAM_ERROR'],
    ['neither number nor transaction', { out_trade_no: undefined }, 400, 'PARAM_ERROR'],
  ])('%s', async (_title, fields, httpStatus, code) => {
    const world = await paidWorld();
    const response = await world.merchant.refund(fields);
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([httpStatus, code]);
  });

  test('an unpaid order', async () => {
    const { merchant } = await startWorld();
    await merchant.order();
    expect((await merchant.refund()).json()).toMatchObject({ code: 'INVALID_REQUEST' });
  });

  test('an unknown refund’s query', async () => {
    const { merchant } = await startWorld();
    const response = await merchant.queryRefund('R00000009');
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([
      404,
      'RESOURCE_NOT_EXISTS',
    ]);
  });
});

describe('faults', () => {
  test('refund-slow keeps it PROCESSING for an hour', async () => {
    const world = await paidWorld();
    await world.control('POST', '/faults', { name: 'refund-slow' });
    await world.merchant.refund();
    world.clock.advance(60 * MINUTE_MS - 1);
    expect(await status(world)).toBe('PROCESSING');
    world.clock.advance(1);
    expect(await status(world)).toBe('SUCCESS');
  });

  test.each([
    ['refund-abnormal', 'ABNORMAL', '退款异常'],
    ['refund-closed', 'CLOSED', '退款关闭'],
  ])('%s ends it %s', async (name, outcome, summary) => {
    const world = await paidWorld();
    await world.control('POST', '/faults', { name });
    await world.merchant.refund();
    world.clock.advance(SETTLING_MS);
    await world.attempts(2);
    expect(await status(world)).toBe(outcome);
    expect(JSON.parse(world.inbox[1]?.body ?? '')).toMatchObject({
      event_type: `REFUND.${outcome}`,
      summary,
    });
  });

  test.each([
    ['refund-not-enough', 403, 'NOT_ENOUGH'],
    ['refund-51st', 400, 'INVALID_REQUEST'],
    ['busy', 429, 'FREQUENCY_LIMITED'],
  ])('%s refuses it, and the same number works afterwards', async (name, httpStatus, code) => {
    const world = await paidWorld();
    await world.control('POST', '/faults', { name });
    const refused = await world.merchant.refund();
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([httpStatus, code]);
    expect((await world.merchant.refund()).statusCode).toBe(200);
  });

  test('refund-500 accepts it and says nothing of the kind', async () => {
    const world = await paidWorld();
    await world.control('POST', '/faults', { name: 'refund-500' });
    expect((await world.merchant.refund()).json()).toMatchObject({ code: 'SYSTEM_ERROR' });
    expect(await status(world)).toBe('PROCESSING');
    expect((await world.merchant.refund()).json()).toMatchObject({ status: 'PROCESSING' });
  });

  test('refund-notice-first has the refund told before the payment', async () => {
    const world = await startWorld();
    await world.control('POST', '/faults', { name: 'refund-notice-first' });
    await world.merchant.order();
    await world.control('POST', '/pay', { outTradeNo: 'C00000017' });
    world.clock.advance(MINUTE_MS);
    expect(world.inbox).toHaveLength(0);
    await world.merchant.refund();
    await world.control('POST', '/clock', { advanceMs: MINUTE_MS });
    const told = world.inbox.map(({ body }) => (JSON.parse(body) as { event_type: string }).event_type);
    expect(told).toEqual(['REFUND.SUCCESS', 'TRANSACTION.SUCCESS']);
    const { resource } = JSON.parse(world.inbox[1]?.body ?? '') as { resource: object };
    expect(JSON.parse(unseal(world.identity, resource))).toMatchObject({ trade_state: 'SUCCESS' });
  });
});

describe('by hand', () => {
  test.each(['SUCCESS', 'ABNORMAL', 'CLOSED'])('it is settled as %s at once, once', async (outcome) => {
    const world = await paidWorld();
    await world.merchant.refund();
    const settle = () => world.control('POST', '/refunds/R00000001/settle', { outcome });
    expect((await settle()).json()).toMatchObject({ refund: { status: outcome } });
    expect((await settle()).json()).toMatchObject({ error: { code: 'refund_finished' } });
    await world.control('POST', '/clock', { advanceMs: MINUTE_MS });
    expect(world.inbox).toHaveLength(2);
  });

  test('an unknown one is refund_unknown', async () => {
    const world = await startWorld();
    const response = await world.control('POST', '/refunds/R00000009/settle');
    expect(response.json()).toMatchObject({ error: { code: 'refund_unknown' } });
  });
});

test('an abnormal refund is applied for again, and succeeds on another account', async () => {
  const world = await paidWorld();
  await world.control('POST', '/faults', { name: 'refund-abnormal' });
  const { refund_id: refundId } = (await world.merchant.refund()).json<{ refund_id: string }>();
  const apply = () =>
    world.merchant.call('POST', `/v3/refund/domestic/refunds/${refundId}/apply-abnormal-refund`, {
      body: { out_refund_no: 'R00000001', type: 'MERCHANT_BANK_CARD' },
    });
  expect((await apply()).json()).toMatchObject({ code: 'INVALID_REQUEST' });
  world.clock.advance(SETTLING_MS);
  expect((await apply()).json()).toMatchObject({ status: 'PROCESSING', channel: 'OTHER_BANKCARD' });
  world.clock.advance(SETTLING_MS);
  expect(await status(world)).toBe('SUCCESS');
});
