import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from './config.ts';
import { readWeChatCredentials } from './wechat-credentials.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

const written = {
  mchid: '1900000001',
  merchantSerial: 'ABCDEF',
  apiV3Key: 'k'.repeat(32),
  publicKeyId: 'PUB_KEY_ID_1',
  payAppid: 'wx-pay',
  openAppid: 'wx-open',
  openSecret: 'open-secret',
};

describe('the WeChat credentials', () => {
  let folder: string;
  const folders: string[] = [];

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'carillon-credentials-'));
    folders.push(folder);
  });

  afterAll(() => {
    for (const each of folders) rmSync(each, { recursive: true, force: true });
  });

  function put(credentials: object): void {
    writeFileSync(path.join(folder, 'credentials.json'), JSON.stringify(credentials));
    writeFileSync(path.join(folder, 'apiclient_key.pem'), privateKey);
    writeFileSync(path.join(folder, 'pub_key.pem'), publicKey);
  }

  function read(environment: Record<string, string> = {}) {
    return readWeChatCredentials(readConfig({ WECHAT_FOLDER: folder, ...environment }).wechat);
  }

  test('are none where nothing was put', () => {
    expect(read()).toBeUndefined();
  });

  test('are read from the folder, and WeChat is where it really is', () => {
    put(written);
    expect(read()).toMatchObject({
      mchid: '1900000001',
      merchantPrivateKey: privateKey,
      verifiers: [{ serial: 'PUB_KEY_ID_1', publicKey }],
      baseUrls: { pay: 'https://api.mch.weixin.qq.com', open: 'https://open.weixin.qq.com' },
    });
  });

  test('name another WeChat where the folder or the environment does', () => {
    put({ ...written, baseUrls: { pay: 'http://127.0.0.1:1', api: 'http://127.0.0.1:2' } });
    expect(read({ WECHAT_API_URL: 'http://127.0.0.1:3' })?.baseUrls).toEqual({
      pay: 'http://127.0.0.1:1',
      api: 'http://127.0.0.1:3',
      open: 'https://open.weixin.qq.com',
    });
  });

  test('are overridden one by one by the environment', () => {
    put(written);
    expect(read({ WECHAT_OPEN_SECRET: 'other' })).toMatchObject({ openSecret: 'other', mchid: '1900000001' });
  });

  test('may leave the service account’s messages and the mini program out', () => {
    put(written);
    expect(read()).toMatchObject({ paySecret: undefined, mini: undefined, push: undefined, templates: {} });
  });

  test('tell the mini program, the message push, and templates by their id or with keys of their own', () => {
    const orderStatus = { id: 'template-1', keys: { keyword1: 'thing1' } };
    put({
      ...written,
      paySecret: 'pay-secret',
      miniAppid: 'wx-mini',
      miniSecret: 'mini-secret',
      push: { token: 'token', encodingAesKey: 'aes-key' },
      templates: { orderStatus, shopDeaf: 'template-3' },
    });
    expect(
      read({ WECHAT_TEMPLATE_ORDER_STATUS: 'other', WECHAT_TEMPLATE_ORDER_WAITING: 'template-2' }),
    ).toMatchObject({
      paySecret: 'pay-secret',
      mini: { appid: 'wx-mini', secret: 'mini-secret' },
      push: { token: 'token', encodingAesKey: 'aes-key' },
      templates: {
        orderStatus: { ...orderStatus, id: 'other' },
        orderWaiting: { id: 'template-2' },
        shopDeaf: { id: 'template-3' },
      },
    });
  });

  test('are refused with half of the message push', () => {
    put({ ...written, push: { token: 'token' } });
    expect(() => read()).toThrow('push.token and push.encodingAesKey are only of use together');
  });

  test('are refused by the name of what is missing, never by a value', () => {
    put({ ...written, apiV3Key: undefined });
    expect(() => read()).toThrow('apiV3Key is missing');
    expect(() => read()).not.toThrow('open-secret');
  });

  test('are refused when the file cannot be read, without quoting it', () => {
    put({});
    writeFileSync(path.join(folder, 'credentials.json'), '{"openSecret": "open-secret"');
    expect(() => read()).toThrow('is not the JSON object it should be');
    expect(() => read()).not.toThrow('open-secret');
  });

  test('are refused without the merchant’s private key', () => {
    writeFileSync(path.join(folder, 'credentials.json'), JSON.stringify(written));
    expect(() => read()).toThrow('apiclient_key.pem is missing');
  });
});
