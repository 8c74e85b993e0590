import { describe, expect, test } from 'vitest';
import { certificateOf } from '../../testing/certificate-stand-in.ts';
import {
  NOW_MS,
  PUBLIC_KEY_ID,
  clientAnswered,
  merchantKeys,
  notificationBody,
  paidTrade,
  payOptions,
  platformKeys,
  publicKeyKeys,
  sealed,
  signedAnswer,
  signedHeaders,
} from '../../testing/pay-stand-in.ts';
import { createPayClient } from '../pay-client.ts';

const SERIAL = '5157F09EFDC096DE15EBE81A47057A72';
const OTHER_SERIAL = '6157F09EFDC096DE15EBE81A47057A72';
const CERTIFICATE = certificateOf(SERIAL, platformKeys);

function listed(serial = SERIAL, certificate = CERTIFICATE, over: Record<string, unknown> = {}) {
  return {
    serial_no: serial,
    effective_time: '2026-01-01T00:00:00+08:00',
    expire_time: '2031-01-01T00:00:00+08:00',
    encrypt_certificate: sealed(certificate, { associatedData: 'certificate', asText: true }),
    ...over,
  };
}

/** A client that knows no key at all, whose requests are answered so. */
function newcomer(answer: () => Response) {
  return clientAnswered(answer, { verifiers: [], downloadCertificates: true });
}

describe('downloading certificates', () => {
  test('believes the first list by a certificate that it holds itself', async () => {
    const { client, sent } = newcomer(() => signedAnswer({ data: [listed()] }));
    await expect(client.downloadCertificates()).resolves.toEqual([
      {
        serial: SERIAL,
        effectiveTime: '2025-12-31T16:00:00.000Z',
        expireTime: '2030-12-31T16:00:00.000Z',
        certificate: CERTIFICATE,
      },
    ]);
    expect(sent[0]).toMatchObject({
      method: 'GET',
      url: 'https://pay.example/v3/certificates',
    });
    expect(sent[0]?.headers.has('wechatpay-serial')).toBe(false);
  });

  test('believes a list that is signed with the public key', async () => {
    const signer = { serial: PUBLIC_KEY_ID, privateKey: publicKeyKeys.privateKey };
    const { client } = clientAnswered(() => signedAnswer({ data: [listed()] }, signer));
    await expect(client.downloadCertificates()).resolves.toHaveLength(1);
  });

  test('takes several at once', async () => {
    const other = listed(OTHER_SERIAL, certificateOf(OTHER_SERIAL, publicKeyKeys));
    const { client } = newcomer(() => signedAnswer({ data: [listed(), other] }));
    await expect(client.downloadCertificates()).resolves.toMatchObject([
      { serial: SERIAL },
      { serial: OTHER_SERIAL },
    ]);
  });

  test.each([
    ['signed by a stranger', { privateKey: merchantKeys.privateKey }, 'wechat_signature_invalid'],
    ['signed with a key that is nowhere', { serial: OTHER_SERIAL }, 'wechat_serial_unknown'],
    ['of yesterday', { timestampS: NOW_MS / 1000 - 86_400 }, 'wechat_timestamp_stale'],
  ])('does not believe a list %s', async (_, signer, code) => {
    const { client } = newcomer(() => signedAnswer({ data: [listed()] }, signer));
    await expect(client.downloadCertificates()).rejects.toMatchObject({ code, forged: true });
  });

  test.each([
    ['nothing', []],
    ['too much', Array.from({ length: 21 }, () => listed())],
    ['something else', ['certificate']],
    ['a certificate without serial', [listed('')]],
    ['a certificate under another serial', [listed(OTHER_SERIAL)]],
    ['what is no certificate', [listed(SERIAL, 'certificate')]],
    ['a certificate of no time', [listed(SERIAL, CERTIFICATE, { expire_time: 'never' })]],
    [
      'a certificate sealed in another way',
      [
        listed(SERIAL, CERTIFICATE, {
          encrypt_certificate: { algorithm: 'AEAD_SM4_GCM', ciphertext: 'AAAA', nonce: 'a1b2c3d4e5f6' },
        }),
      ],
    ],
  ])('does not read a list of %s', async (_, data) => {
    const { client } = newcomer(() => signedAnswer({ data }));
    await expect(client.downloadCertificates()).rejects.toMatchObject({
      code: 'wechat_certificates_unreadable',
      outcome: 'unknown',
    });
  });

  test('says when the merchant has a public key in their stead', async () => {
    const { client } = newcomer(() => Response.json({ code: 'RESOURCE_NOT_EXISTS' }, { status: 404 }));
    await expect(client.downloadCertificates()).rejects.toMatchObject({ code: 'wechat_resource_not_exists' });
  });
});

describe('a client that has no key yet', () => {
  function answerBoth(request: number): Response {
    return request === 0 ? signedAnswer(paidTrade()) : signedAnswer({ data: [listed()] });
  }

  test('downloads the certificates before it believes its first answer', async () => {
    let requests = 0;
    const { client, sent } = newcomer(() => answerBoth(requests++));
    await expect(client.queryTrade('C00000042')).resolves.toMatchObject({ tradeState: 'SUCCESS' });
    expect(sent.map(({ url }) => new URL(url).pathname)).toEqual([
      '/v3/pay/transactions/out-trade-no/C00000042',
      '/v3/certificates',
    ]);
  });

  test('downloads them for its first notification, and once for a storm of forged ones', async () => {
    const { client, sent } = newcomer(() => signedAnswer({ data: [listed()] }));
    const body = notificationBody();
    const rawBody = Buffer.from(body);
    await expect(client.readNotification({ headers: signedHeaders(body), rawBody })).resolves.toMatchObject({
      kind: 'payment',
    });
    for (let forged = 10; forged < 60; forged += 1) {
      const headers = signedHeaders(body, { serial: `FFFFFFFF${forged}` });
      await expect(client.readNotification({ headers, rawBody })).rejects.toMatchObject({
        code: 'wechat_serial_unknown',
      });
    }
    expect(sent).toHaveLength(1);
  });

  test('refuses what it cannot verify when there are none, and tells why', async () => {
    const failures: unknown[] = [];
    const { client } = clientAnswered(
      () => Response.json({ code: 'NOT_ENOUGH', message: '平台证书已过期失效' }, { status: 403 }),
      { verifiers: [], downloadCertificates: true, onDownloadFailed: (error) => failures.push(error) },
    );
    const body = notificationBody();
    const incoming = { headers: signedHeaders(body), rawBody: Buffer.from(body) };
    await expect(client.readNotification(incoming)).rejects.toMatchObject({ code: 'wechat_serial_unknown' });
    expect(failures).toMatchObject([{ code: 'wechat_not_enough', status: 403 }]);
  });
});

test('a certificate that has expired on the clock of the client verifies nothing', async () => {
  const verifiers = [{ serial: SERIAL, publicKey: CERTIFICATE }];
  const body = notificationBody();
  const read = (clock: () => number, timestampS: number) =>
    createPayClient({ ...payOptions(), verifiers, clock }).readNotification({
      headers: signedHeaders(body, { timestampS }),
      rawBody: Buffer.from(body),
    });
  await expect(read(() => NOW_MS, NOW_MS / 1000)).resolves.toMatchObject({ kind: 'payment' });
  const in2050 = Date.parse('2050-01-01T00:00:00Z');
  await expect(read(() => in2050, in2050 / 1000)).rejects.toMatchObject({ code: 'wechat_serial_unknown' });
});
