import { verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { clientAnswered, merchantKeys, paidTrade, signedAnswer } from '../../testing/pay-stand-in.ts';

function queryAnswered(trade: object, outTradeNo = 'C00000042') {
  const { client, sent } = clientAnswered(() => signedAnswer(trade));
  return { query: client.queryTrade(outTradeNo), sent };
}

describe('a query', () => {
  test('tells how the trade stands', async () => {
    const { query } = queryAnswered(paidTrade());
    await expect(query).resolves.toMatchObject({ tradeState: 'SUCCESS', amountFen: 4200 });
  });

  test('signs path and query as they go over the wire, escapes and all', async () => {
    const { query, sent } = queryAnswered(paidTrade({ out_trade_no: 'C|0000*42' }), 'C|0000*42');
    await query;
    const path = '/v3/pay/transactions/out-trade-no/C%7C0000*42?mchid=1900000109';
    expect(sent[0]).toMatchObject({ method: 'GET', url: `https://pay.example${path}`, body: '' });
    const authorization = sent[0]?.headers.get('authorization') ?? '';
    const signature = Buffer.from(/signature="([^"]+)"/.exec(authorization)?.[1] ?? '', 'base64');
    const message = `GET\n${path}\n1795233600\n593BEC0C930BF1AFEB40B4A08C8FB242\n\n`;
    expect(verify('RSA-SHA256', Buffer.from(message), merchantKeys.publicKey, signature)).toBe(true);
  });

  test.each([
    ['another number', { out_trade_no: 'C00000043' }],
    ['another merchant', { mchid: '1900000110' }],
    ['another app', { appid: 'wx0000000000000000' }],
  ])('does not take an answer about %s', async (_, over) => {
    await expect(queryAnswered(paidTrade(over)).query).rejects.toMatchObject({
      code: 'wechat_trade_foreign',
      outcome: 'unknown',
      forged: true,
      requestId: '08F78BB5AF0610D302-268435456',
    });
  });

  test('says when WeChat Pay never saw the number', async () => {
    const { client } = clientAnswered(() => Response.json({ code: 'ORDER_NOT_EXIST' }, { status: 404 }));
    await expect(client.queryTrade('C00000042')).rejects.toMatchObject({
      code: 'wechat_order_not_exist',
      outcome: 'final',
    });
  });

  test('of a number that cannot be is not sent', async () => {
    const { query, sent } = queryAnswered(paidTrade(), '../native');
    await expect(query).rejects.toMatchObject({ code: 'wechat_out_trade_no_invalid' });
    expect(sent).toEqual([]);
  });
});

describe('a query by WeChat’s number', () => {
  const transactionId = '4200002026112100000000042';

  test('tells how the trade stands', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer(paidTrade({ trade_state: 'REFUND' })));
    await expect(client.queryTransaction(transactionId)).resolves.toMatchObject({
      outTradeNo: 'C00000042',
      transactionId,
      tradeState: 'REFUND',
    });
    expect(sent[0]?.url).toBe(`https://pay.example/v3/pay/transactions/id/${transactionId}?mchid=1900000109`);
  });

  test('does not take an answer about another', async () => {
    const { client } = clientAnswered(() => signedAnswer(paidTrade({ transaction_id: '42' })));
    await expect(client.queryTransaction(transactionId)).rejects.toMatchObject({
      code: 'wechat_trade_foreign',
      forged: true,
    });
  });

  test('that cannot be is not sent', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer(paidTrade()));
    await expect(client.queryTransaction('4200/../42')).rejects.toMatchObject({
      code: 'wechat_transaction_id_invalid',
      field: '/transaction_id',
    });
    expect(sent).toEqual([]);
  });
});
