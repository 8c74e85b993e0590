import { constants, privateDecrypt } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import {
  PLATFORM_SERIAL,
  PUBLIC_KEY_ID,
  acceptedRefund,
  clientAnswered,
  platformKeys,
  publicKeyKeys,
  signedAnswer,
} from '../../testing/pay-stand-in.ts';

const refundId = '50000000382026112109732678859';
const outRefundNo = 'R00000042';
const card = { bankType: 'ICBC_DEBIT', account: '6222020200112233445', realName: '李四' };

function opened(base64: unknown, privateKey: string): string {
  const key = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
  return privateDecrypt(key, Buffer.from(String(base64), 'base64')).toString();
}

describe('an abnormal refund', () => {
  test('may go to the merchant’s own account', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer(acceptedRefund()));
    const applied = client.applyAbnormalRefund({ refundId, outRefundNo, to: 'MERCHANT_BANK_CARD' });
    await expect(applied).resolves.toMatchObject({ refundId, status: 'PROCESSING' });
    expect(sent[0]).toMatchObject({
      method: 'POST',
      url: `https://pay.example/v3/refund/domestic/refunds/${refundId}/apply-abnormal-refund`,
    });
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      out_refund_no: outRefundNo,
      type: 'MERCHANT_BANK_CARD',
    });
  });

  test.each([
    ['the public key', undefined, PUBLIC_KEY_ID, publicKeyKeys.privateKey],
    [
      'a certificate, when there is no public key',
      [{ serial: PLATFORM_SERIAL, publicKey: platformKeys.publicKey }],
      PLATFORM_SERIAL,
      platformKeys.privateKey,
    ],
  ])('may go to a card of the buyer’s, encrypted for %s', async (_, verifiers, serial, privateKey) => {
    const over = verifiers && { verifiers };
    const { client, sent } = clientAnswered(() => signedAnswer(acceptedRefund()), over);
    await client.applyAbnormalRefund({ refundId, outRefundNo, to: card });
    expect(sent[0]?.headers.get('wechatpay-serial')).toBe(serial);
    const body = JSON.parse(sent[0]?.body ?? '') as Record<string, unknown>;
    expect(body).toMatchObject({
      out_refund_no: outRefundNo,
      type: 'USER_BANK_CARD',
      bank_type: 'ICBC_DEBIT',
    });
    expect(opened(body.bank_account, privateKey)).toBe(card.account);
    expect(opened(body.real_name, privateKey)).toBe(card.realName);
  });

  test.each([
    ['without a bank', { bankType: '工商银行' }, '/bank_type'],
    ['with a card’s number that is none', { account: '6222-0202' }, '/bank_account'],
    ['without an owner', { realName: '' }, '/real_name'],
  ])('is not sent to a card %s, which no message shows', async (_, over, field) => {
    const { client, sent } = clientAnswered(() => signedAnswer(acceptedRefund()));
    const applied = client.applyAbnormalRefund({ refundId, outRefundNo, to: { ...card, ...over } });
    const error: unknown = await applied.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'wechat_bank_card_invalid', field });
    expect(String(error)).not.toMatch(/6222|李四/);
    expect(sent).toEqual([]);
  });

  test('is not sent to a card when there is no key to encrypt with', async () => {
    const { client, sent } = clientAnswered(
      () => Response.json({ code: 'RESOURCE_NOT_EXISTS' }, { status: 404 }),
      { verifiers: [], downloadCertificates: true },
    );
    await expect(client.applyAbnormalRefund({ refundId, outRefundNo, to: card })).rejects.toMatchObject({
      code: 'wechat_configuration_invalid',
    });
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual(['/v3/certificates']);
  });

  test('with a refund id that cannot be is not sent', async () => {
    const { client, sent } = clientAnswered(() => signedAnswer(acceptedRefund()));
    const applied = client.applyAbnormalRefund({ refundId: '../42', outRefundNo, to: 'MERCHANT_BANK_CARD' });
    await expect(applied).rejects.toMatchObject({ code: 'wechat_refund_id_invalid' });
    expect(sent).toEqual([]);
  });

  test('is not believed when the answer is about another refund', async () => {
    const { client } = clientAnswered(() => signedAnswer(acceptedRefund({ refund_id: '42' })));
    const applied = client.applyAbnormalRefund({ refundId, outRefundNo, to: 'MERCHANT_BANK_CARD' });
    await expect(applied).rejects.toMatchObject({ code: 'wechat_trade_foreign', outcome: 'unknown' });
  });
});
