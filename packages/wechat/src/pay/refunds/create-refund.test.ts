import { describe, expect, test } from 'vitest';
import { WeChatError } from '../../errors/wechat-error.ts';
import { acceptedRefund, clientAnswered, signedAnswer } from '../../testing/pay-stand-in.ts';
import type { RefundRequest } from './create-refund.ts';

const request: RefundRequest = {
  outTradeNo: 'C00000042',
  outRefundNo: 'R00000042',
  refundFen: 800,
  totalFen: 4200,
  reason: '漏送一份米饭',
  notifyUrl: 'https://shop.example/api/wechat/notifications',
};

describe('a refund', () => {
  test('goes out as WeChat Pay documents it', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer(acceptedRefund()));
    await client.createRefund({ ...request, fundsAccount: 'AVAILABLE' });
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: 'https://pay.example/v3/refund/domestic/refunds',
    });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      out_trade_no: 'C00000042',
      out_refund_no: 'R00000042',
      reason: '漏送一份米饭',
      notify_url: 'https://shop.example/api/wechat/notifications',
      funds_account: 'AVAILABLE',
      amount: { refund: 800, total: 4200, currency: 'CNY' },
    });
  });

  test('is accepted with its status and amounts, times in UTC', async () => {
    const { client } = clientAnswered(() => signedAnswer(acceptedRefund()));
    await expect(client.createRefund(request)).resolves.toEqual({
      refundId: '50000000382026112109732678859',
      outRefundNo: 'R00000042',
      transactionId: '4200002026112100000000042',
      outTradeNo: 'C00000042',
      status: 'PROCESSING',
      refundFen: 800,
      totalFen: 4200,
      payerRefundFen: 780,
      payerTotalFen: 4100,
      settlementRefundFen: 800,
      currency: 'CNY',
      channel: 'ORIGINAL',
      userReceivedAccount: '招商银行信用卡0403',
      fundsAccount: 'UNSETTLED',
      createTime: '2026-11-21T04:00:00.000Z',
      successTime: undefined,
    });
  });

  test('may name the trade by WeChat’s number, and be of all of it', async () => {
    const amount = { total: 4200, refund: 4200 };
    const { client, sent } = clientAnswered(() => signedAnswer(acceptedRefund({ amount })));
    const transactionId = '4200002026112100000000042';
    await client.createRefund({ transactionId, outRefundNo: 'R00000042', refundFen: 4200, totalFen: 4200 });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      transaction_id: transactionId,
      out_refund_no: 'R00000042',
      amount: { refund: 4200, total: 4200, currency: 'CNY' },
    });
  });

  test.each([
    ['refund number', { out_refund_no: 'R00000043' }],
    ['trade', { out_trade_no: 'C00000043' }],
    ['amount', { amount: { total: 4200, refund: 900 } }],
  ])('is not believed when the answer has another %s', async (_, over) => {
    const { client } = clientAnswered(() => signedAnswer(acceptedRefund(over)));
    await expect(client.createRefund(request)).rejects.toMatchObject({
      code: 'wechat_trade_foreign',
      outcome: 'unknown',
    });
  });

  test.each([
    [403, 'NOT_ENOUGH', 'wechat_not_enough', 'final'],
    [403, 'USER_ACCOUNT_ABNORMAL', 'wechat_account_error', 'final'],
    [429, 'FREQUENCY_LIMITED', 'wechat_frequency_limited', 'later'],
    [500, 'SYSTEM_ERROR', 'wechat_system_error', 'unknown'],
  ])('refused with %i %s is %s, outcome %s', async (status, wechatCode, code, outcome) => {
    const { client } = clientAnswered(() => Response.json({ code: wechatCode, message: 'm' }, { status }));
    await expect(client.createRefund(request)).rejects.toMatchObject({ code, outcome, wechatCode });
  });
});

describe('a refund is not sent', () => {
  test.each<[string, Partial<RefundRequest>, string, string]>([
    ['of no trade', { outTradeNo: undefined }, 'wechat_refund_target_invalid', '/out_trade_no'],
    ['of a trade named twice', { transactionId: '42' }, 'wechat_refund_target_invalid', '/out_trade_no'],
    ['of a trade that cannot be', { outTradeNo: '42' }, 'wechat_out_trade_no_invalid', '/out_trade_no'],
    ['without a number', { outRefundNo: '' }, 'wechat_out_refund_no_invalid', '/out_refund_no'],
    [
      'with 65 characters of number',
      { outRefundNo: 'R'.repeat(65) },
      'wechat_out_refund_no_invalid',
      '/out_refund_no',
    ],
    ['of nothing', { refundFen: 0 }, 'wechat_refund_amount_invalid', '/amount/refund'],
    ['of half a fen', { refundFen: 0.5 }, 'wechat_refund_amount_invalid', '/amount/refund'],
    ['of more than the trade', { refundFen: 4201 }, 'wechat_refund_amount_invalid', '/amount/refund'],
    ['of a trade of no amount', { totalFen: Number.NaN }, 'wechat_refund_amount_invalid', '/amount/total'],
    ['with 81 characters of reason', { reason: '由'.repeat(81) }, 'wechat_refund_reason_invalid', '/reason'],
    ['with an emoji in the reason', { reason: '漏送🍚' }, 'wechat_refund_reason_invalid', '/reason'],
    ['with an empty reason', { reason: '' }, 'wechat_refund_reason_invalid', '/reason'],
    [
      'notified with a query',
      { notifyUrl: 'https://shop.example/n?a=1' },
      'wechat_notify_url_invalid',
      '/notify_url',
    ],
  ])('%s', async (_, over, code, field) => {
    const { client, sent } = clientAnswered(() => signedAnswer(acceptedRefund()));
    const error: unknown = await client
      .createRefund({ ...request, ...over })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WeChatError);
    expect(error).toMatchObject({ code, field, outcome: 'final' });
    expect(sent).toEqual([]);
  });
});
