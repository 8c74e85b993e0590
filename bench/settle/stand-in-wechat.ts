import { createCipheriv, generateKeyPairSync, randomBytes, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const MCHID = '1900000109';
const APPID = 'wx8888888888888888';
const PUBLIC_KEY_ID = 'PUB_KEY_ID_BENCH_1';
const KEY_BITS = 2048;

/** A notification as it goes over the wire. */
export interface SignedNotification {
  readonly outTradeNo: string;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

export interface StandInWeChat {
  /** The folder that makes a server trust it. */
  readonly folder: string;
  /** Says of a trade that it is paid; encrypted and signed as WeChat Pay does it, with the time of now. */
  notification(outTradeNo: string, amountFen: number): SignedNotification;
  close(): void;
}

/**
 * Makes WeChat Pay's and a merchant's keys, and writes what the merchant would be handed out. Asked about a trade it says
 * nothing: a server asks at start about every trade that is open, and that is not what is measured.
 */
export async function makeStandInWeChat(dataDir: string): Promise<StandInWeChat> {
  const folder = path.join(dataDir, 'wechat');
  const wechat = generateKeyPairSync('rsa', { modulusLength: KEY_BITS });
  const merchant = generateKeyPairSync('rsa', { modulusLength: KEY_BITS });
  const apiV3Key = randomBytes(16).toString('hex');
  const silence = http.createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silence, 'listening');
  const nowhere = `http://127.0.0.1:${(silence.address() as AddressInfo).port}`;
  await mkdir(folder, { recursive: true });
  await writeFile(
    path.join(folder, 'credentials.json'),
    JSON.stringify({
      ...{ mchid: MCHID, merchantSerial: '4A1F0C7722B5', apiV3Key, publicKeyId: PUBLIC_KEY_ID },
      ...{ payAppid: APPID, openAppid: 'wx1', openSecret: 'none' },
      baseUrls: { pay: nowhere, api: nowhere, open: nowhere },
    }),
  );
  const pem = { type: 'pkcs8', format: 'pem' } as const;
  await writeFile(path.join(folder, 'apiclient_key.pem'), merchant.privateKey.export(pem));
  const spki = wechat.publicKey.export({ type: 'spki', format: 'pem' });
  await writeFile(path.join(folder, 'pub_key.pem'), spki);

  function seal(plaintext: string) {
    const nonce = randomBytes(6).toString('hex');
    const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce).setAAD(Buffer.from('transaction'));
    const sealed = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    return {
      original_type: 'transaction',
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: sealed.toString('base64'),
      associated_data: 'transaction',
      nonce,
    };
  }

  return {
    folder,
    notification(outTradeNo, amountFen) {
      const now = new Date();
      const trade = {
        ...{ mchid: MCHID, appid: APPID, out_trade_no: outTradeNo, trade_type: 'NATIVE' },
        transaction_id: `42000${randomBytes(11).toString('hex')}`,
        ...{ trade_state: 'SUCCESS', trade_state_desc: '支付成功', success_time: now.toISOString() },
        payer: { openid: 'o-bench' },
        amount: { total: amountFen, payer_total: amountFen, currency: 'CNY', payer_currency: 'CNY' },
      };
      const body = JSON.stringify({
        ...{ id: randomUUID(), create_time: now.toISOString(), resource_type: 'encrypt-resource' },
        ...{ event_type: 'TRANSACTION.SUCCESS', summary: '支付成功' },
        resource: seal(JSON.stringify(trade)),
      });
      const timestamp = String(Math.floor(now.getTime() / 1000));
      const nonce = randomUUID();
      const signed = Buffer.from(`${timestamp}\n${nonce}\n${body}\n`);
      const headers = {
        'content-type': 'application/json',
        'wechatpay-serial': PUBLIC_KEY_ID,
        'wechatpay-timestamp': timestamp,
        'wechatpay-nonce': nonce,
        'wechatpay-signature': sign('sha256', signed, wechat.privateKey).toString('base64'),
        'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
      };
      return { outTradeNo, headers, body: Buffer.from(body) };
    },
    close() {
      silence.close();
      silence.closeAllConnections();
    },
  };
}
