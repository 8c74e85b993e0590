import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  API_V3_KEY,
  answering,
  merchantKeys,
  paidTrade,
  payOptions,
  signedAnswer,
} from '../testing/pay-stand-in.ts';
import { createPayClient } from './pay-client.ts';

describe('createPayClient', () => {
  test('refuses a base URL with a path, which WeChat Pay would not see signed', () => {
    const options = { ...payOptions(), baseUrl: 'https://proxy.example/wechat' };
    expect(() => createPayClient(options)).toThrow(
      expect.objectContaining({ code: 'wechat_configuration_invalid' }),
    );
  });

  test('refuses to know no key of WeChat Pay’s, unless certificates are downloaded', () => {
    const options = { ...payOptions(), verifiers: [] };
    expect(() => createPayClient(options)).toThrow(/verifiers/);
    expect(() => createPayClient({ ...options, downloadCertificates: true })).not.toThrow();
  });

  test.each(['mchid', 'appid', 'merchantSerial'] as const)('refuses an odd %s', (setting) => {
    for (const text of ['', 'a"b', 'a,b', 'a\nb']) {
      expect(() => createPayClient({ ...payOptions(), [setting]: text })).toThrow(
        expect.objectContaining({
          code: 'wechat_configuration_invalid',
          message: expect.stringContaining(setting) as string,
        }),
      );
    }
  });

  test('takes a new nonce of 32 characters for each request unless told', async () => {
    const { fetch, sent } = answering(() => signedAnswer(paidTrade()));
    const client = createPayClient({ ...payOptions(), fetch, nonce: undefined });
    await client.queryTrade('C00000042');
    await client.queryTrade('C00000042');
    const nonces = sent.map(
      ({ headers }) => /nonce_str="(\w{32})"/.exec(headers.get('authorization') ?? '')?.[1],
    );
    expect(nonces).toEqual([expect.any(String), expect.any(String)]);
    expect(nonces[0]).not.toBe(nonces[1]);
  });

  test('makes a client that shows no secret when it is logged', () => {
    const shown = inspect(createPayClient(payOptions()), { depth: 10, showHidden: true });
    expect(shown).not.toContain(API_V3_KEY);
    expect(shown).not.toContain(merchantKeys.privateKey.slice(40, 60));
  });
});
