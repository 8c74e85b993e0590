import { describe, expect, test } from 'vitest';
import { acceptedRefund, clientAnswered, signedAnswer } from '../../testing/pay-stand-in.ts';
import { REFUND_STATUSES } from './refund.ts';

function queryAnswered(refund: object, outRefundNo = 'R00000042') {
  const { client, sent } = clientAnswered(() => signedAnswer(refund));
  return { query: client.queryRefund(outRefundNo), sent };
}

describe('a query of a refund', () => {
  test.each(REFUND_STATUSES)('tells that it is %s', async (status) => {
    const { query } = queryAnswered(acceptedRefund({ status, success_time: '2026-11-21T12:05:00+08:00' }));
    await expect(query).resolves.toMatchObject({ status, successTime: '2026-11-21T04:05:00.000Z' });
  });

  test('asks by our number, escaped', async () => {
    const { query, sent } = queryAnswered(acceptedRefund({ out_refund_no: 'R|4@2' }), 'R|4@2');
    await query;
    expect(sent[0]).toMatchObject({
      method: 'GET',
      url: 'https://pay.example/v3/refund/domestic/refunds/R%7C4%402',
    });
  });

  test.each([
    ['a new status', { status: 'REFUSED' }],
    ['no status', { status: undefined }],
    ['no number', { refund_id: '' }],
    ['no amount', { amount: { total: 4200 } }],
    ['more refunded than paid', { amount: { total: 4200, refund: 4201 } }],
  ])('leaves the outcome unknown when the answer has %s', async (_, over) => {
    await expect(queryAnswered(acceptedRefund(over)).query).rejects.toMatchObject({
      code: 'wechat_refund_unreadable',
      outcome: 'unknown',
      requestId: '08F78BB5AF0610D302-268435456',
    });
  });

  test('does not take the answer about another refund', async () => {
    await expect(queryAnswered(acceptedRefund({ out_refund_no: 'R00000043' })).query).rejects.toMatchObject({
      code: 'wechat_trade_foreign',
    });
  });

  test('says when WeChat Pay never saw the number', async () => {
    const { client } = clientAnswered(() => Response.json({ code: 'RESOURCE_NOT_EXISTS' }, { status: 404 }));
    await expect(client.queryRefund('R00000042')).rejects.toMatchObject({
      code: 'wechat_resource_not_exists',
      outcome: 'final',
    });
  });
});
