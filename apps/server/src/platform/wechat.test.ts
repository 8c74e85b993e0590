import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWeChat } from './wechat.ts';
import type { WeChatCredentials } from './wechat-credentials.ts';

const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const certificate = { serial: '5157F09EFDC096DE15EBE81A47057A72', publicKey: keys.publicKey };
const publicKey = { serial: 'PUB_KEY_ID_01', publicKey: keys.publicKey };
const clock = { now: () => new Date('2026-11-21T04:00:00Z') };

describe('the certificates of WeChat Pay', () => {
  const asked: (string | undefined)[] = [];
  const logged: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    response.writeHead(403).end('{"code":"NO_AUTH","message":"no"}');
  });
  let url: string;

  beforeEach(async () => {
    asked.length = 0;
    logged.length = 0;
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  /** Receives a notification that is signed with an unknown certificate. */
  async function receive(verifiers: WeChatCredentials['verifiers']): Promise<void> {
    const logger = pino({}, { write: (line: string) => void logged.push(line) });
    const credentials: WeChatCredentials = {
      mchid: '1900000001',
      merchantSerial: '0123456789ABCDEF',
      merchantPrivateKey: keys.privateKey,
      apiV3Key: 'a-key-of-thirty-two-bytes-in-all',
      payAppid: 'wx0000000000000001',
      openAppid: 'wx0000000000000002',
      openSecret: 'secret',
      verifiers,
      baseUrls: { pay: url, api: url, open: url },
    };
    const { pay } = createWeChat(credentials, { clock, logger });
    const headers = {
      'wechatpay-timestamp': String(clock.now().getTime() / 1000),
      'wechatpay-nonce': 'nonce',
      'wechatpay-signature': 'AAAA',
      'wechatpay-serial': '6157F09EFDC096DE15EBE81A47057A72',
    };
    await expect(pay.readNotification({ headers, rawBody: Buffer.from('{}') })).rejects.toMatchObject({
      code: 'wechat_serial_unknown',
    });
  }

  test.each([
    ['one of them is set up', [certificate]],
    ['one is set up beside the public key', [publicKey, certificate]],
    ['nothing is set up', []],
  ])(
    'are looked for when %s and an unknown one signs; the log hears that it failed',
    async (_, verifiers) => {
      await receive(verifiers);
      expect(asked).toEqual(['/v3/certificates']);
      expect(logged).toEqual([expect.stringContaining('wechat_no_auth')]);
    },
  );

  test('are left alone when there is the public key only', async () => {
    await receive([publicKey]);
    expect(asked).toEqual([]);
  });
});
