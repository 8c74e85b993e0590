import { describe, expect, test } from 'vitest';
import { startWorld } from '../testing/world.ts';

interface Answer {
  code_url: string;
}

test('lists the codes that wait to be scanned', async () => {
  const { merchant, control } = await startWorld();
  await merchant.order();
  await merchant.order({ out_trade_no: 'C00000018', description: '编钟小馆 018', amount: { total: 1250 } });
  expect((await control('GET', '/codes')).json()).toMatchObject({
    trades: [
      { outTradeNo: 'C00000018', amountFen: 1250, description: '编钟小馆 018', state: 'NOTPAY' },
      { outTradeNo: 'C00000017' },
    ],
    logins: [],
  });
  await control('POST', '/pay', { outTradeNo: 'C00000018' });
  expect((await control('GET', '/codes')).json()).toMatchObject({ trades: [{ outTradeNo: 'C00000017' }] });
});

describe('paying', () => {
  test('by code_url, as a person', async () => {
    const { merchant, control } = await startWorld();
    const codeUrl = (await merchant.order()).json<Answer>().code_url;
    expect((await control('POST', '/pay', { codeUrl, person: 'xiaolin' })).json()).toMatchObject({
      trade: { state: 'SUCCESS', payment: { person: 'xiaolin', paidAt: '2026-11-21T04:00:00.000Z' } },
    });
  });

  test('twice takes the money once', async () => {
    const { merchant, control } = await startWorld();
    await merchant.order();
    await control('POST', '/pay', { outTradeNo: 'C00000017' });
    const again = await control('POST', '/pay', { outTradeNo: 'C00000017' });
    expect(again.statusCode).toBe(409);
    expect(again.json()).toMatchObject({ error: { code: 'trade_paid' } });
    expect(
      (await control('GET', '/notifications')).json<{ notifications: object[] }>().notifications,
    ).toHaveLength(1);
  });

  test('what somebody else has scanned is refused', async () => {
    const { merchant, control } = await startWorld();
    const text = (await merchant.order()).json<Answer>().code_url;
    await control('POST', '/scan', { text, person: 'aming' });
    const other = await control('POST', '/scan', { text, person: 'xiaolin' });
    expect(other.json()).toMatchObject({ error: { code: 'code_taken', details: { scannedBy: 'aming' } } });
    expect((await control('POST', '/pay', { codeUrl: text, person: 'aming' })).statusCode).toBe(200);
  });

  test('not at all leaves the trade as it is', async () => {
    const { merchant, control } = await startWorld();
    await merchant.order();
    expect((await control('POST', '/decline', { outTradeNo: 'C00000017' })).json()).toMatchObject({
      trade: { state: 'NOTPAY' },
    });
    expect((await merchant.query('C00000017')).json()).toMatchObject({ trade_state: 'NOTPAY' });
  });
});

test.each([
  ['POST', '/pay', { outTradeNo: 'C99999999' }, 404, 'trade_unknown'],
  ['POST', '/pay', { codeUrl: 'weixin://wxpay/bizpayurl/up?pr=none' }, 409, 'code_dead'],
  ['POST', '/pay', {}, 400, 'invalid_request'],
  ['POST', '/scan', { text: 'https://example.com/' }, 404, 'code_unrecognised'],
  ['POST', '/scan', { text: '' }, 400, 'invalid_request'],
  ['POST', '/scan', { text: 'x', person: 'nobody' }, 404, 'person_unknown'],
  ['POST', '/logins/0123456789abcdef/confirm', {}, 404, 'login_unknown'],
  ['GET', '/nothing', undefined, 404, 'not_found'],
] as const)('%s %s %j answers %i %s', async (method, path, body, status, code) => {
  const { control } = await startWorld();
  const response = await control(method, path, body);
  expect(response.statusCode).toBe(status);
  expect(response.json()).toMatchObject({ error: { code } });
});

test('the wire log tells requests with what was checked, and attempts with what comes next', async () => {
  const world = await startWorld({ answer: () => new Response('no', { status: 500 }) });
  await world.merchant.order({}, { serial: '5F' });
  await world.merchant.order();
  await world.control('POST', '/pay', { outTradeNo: 'C00000017' });
  await world.attempts(1);
  expect(await world.wire()).toMatchObject([
    {
      seq: 1,
      direction: 'in',
      status: 401,
      result: 'SIGN_ERROR',
      checks: [
        { name: 'authorization', ok: true },
        { name: 'mchid', ok: true },
        { name: 'serial', ok: false },
      ],
    },
    {
      seq: 2,
      operation: 'native-order',
      status: 200,
      subject: 'C00000017',
      checks: ['authorization', 'mchid', 'serial', 'clock', 'signature'].map((name) => ({ name, ok: true })),
    },
    {
      seq: 3,
      direction: 'out',
      operation: 'notification',
      status: 500,
      result: 'failed',
      attempt: 1,
      nextAttemptAt: '2026-11-21T04:00:15.000Z',
      responseBody: 'no',
    },
  ]);
  expect((await world.control('GET', '/wire?after=2')).json()).toMatchObject({ entries: [{ seq: 3 }] });
});
