import { describe, expect, test } from 'vitest';
import {
  PLATFORM_SERIAL,
  PUBLIC_KEY_ID,
  clientAnswered,
  merchantKeys,
  paidTrade,
  platformKeys,
  publicKeyKeys,
  signedAnswer,
  signedHeaders,
} from '../testing/pay-stand-in.ts';

function queryAnswered(answer: () => Response) {
  const { client, sent } = clientAnswered(answer);
  return { query: client.queryTrade('C00000042'), sent };
}

describe('a call to WeChat Pay', () => {
  test('asks for JSON, says who calls, and asks to be answered with the public key', async () => {
    const { query, sent } = queryAnswered(() => signedAnswer(paidTrade()));
    await query;
    expect(sent[0]?.headers.get('accept')).toBe('application/json');
    expect(sent[0]?.headers.get('user-agent')).toBe('Carillon');
    expect(sent[0]?.headers.get('wechatpay-serial')).toBe(PUBLIC_KEY_ID);
    expect(sent[0]?.headers.has('content-type')).toBe(false);
  });

  test('asks for no key when it only knows certificates', async () => {
    const verifiers = [{ serial: PLATFORM_SERIAL, publicKey: platformKeys.publicKey }];
    const { client, sent } = clientAnswered(() => signedAnswer(paidTrade()), { verifiers });
    await client.queryTrade('C00000042');
    expect(sent[0]?.headers.has('wechatpay-serial')).toBe(false);
  });

  test('believes a success signed with the public key', async () => {
    const signer = { serial: PUBLIC_KEY_ID, privateKey: publicKeyKeys.privateKey };
    const { query } = queryAnswered(() => signedAnswer(paidTrade(), signer));
    await expect(query).resolves.toMatchObject({ tradeState: 'SUCCESS' });
  });

  test.each([
    ['without a signature', () => Response.json(paidTrade()), 'wechat_signature_missing'],
    [
      'signed by a stranger',
      () => signedAnswer(paidTrade(), { privateKey: merchantKeys.privateKey }),
      'wechat_signature_invalid',
    ],
    [
      'with the signature of another body',
      () => new Response(JSON.stringify(paidTrade()), { headers: signedHeaders('{}') }),
      'wechat_signature_invalid',
    ],
    [
      'of yesterday',
      () => signedAnswer(paidTrade(), { timestampS: 1_795_147_200 }),
      'wechat_timestamp_stale',
    ],
  ])('takes a success %s as forged', async (_, answer, code) => {
    const { query } = queryAnswered(answer);
    await expect(query).rejects.toMatchObject({ code, outcome: 'unknown', forged: true, status: 200 });
  });

  test('takes a success that is not JSON as unknown, and keeps the Request-ID', async () => {
    const { query } = queryAnswered(() => new Response('ok', { headers: signedHeaders('ok') }));
    await expect(query).rejects.toMatchObject({
      code: 'wechat_answer_unreadable',
      outcome: 'unknown',
      requestId: '08F78BB5AF0610D302-268435456',
    });
  });

  test('takes 202 USER_PAYING as not yet decided, once it is verified', async () => {
    const body = '{"code":"USER_PAYING","message":"支付中"}';
    const answer = () => new Response(body, { status: 202, headers: signedHeaders(body) });
    await expect(queryAnswered(answer).query).rejects.toMatchObject({ code: 'wechat_user_paying' });
  });

  test('reads a refusal that is not signed', async () => {
    const answer = () => Response.json({ code: 'SIGN_ERROR', message: '签名错误' }, { status: 401 });
    await expect(queryAnswered(answer).query).rejects.toMatchObject({
      code: 'wechat_sign_error',
      outcome: 'final',
      status: 401,
    });
  });

  test('sends once, whatever the answer', async () => {
    const { query, sent } = queryAnswered(() => new Response('', { status: 500 }));
    await expect(query).rejects.toMatchObject({ code: 'wechat_system_error', outcome: 'unknown' });
    expect(sent).toHaveLength(1);
  });
});
