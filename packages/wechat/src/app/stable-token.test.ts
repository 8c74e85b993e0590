import { describe, expect, test } from 'vitest';
import { WeChatError } from '../errors/wechat-error.ts';
import { answering } from '../testing/pay-stand-in.ts';
import { createStableToken } from './stable-token.ts';

function tokenAnswered(answers: object[]) {
  let nowMs = 1_795_233_600_000;
  const { fetch, sent } = answering(() => Response.json(answers[Math.min(sent.length, answers.length) - 1]));
  const token = createStableToken({
    apiBaseUrl: 'https://api.example',
    appid: 'wx8888888888888888',
    secret: 's3cr3t',
    fetch,
    clock: () => nowMs,
  });
  return { token, sent, passS: (seconds: number) => (nowMs += seconds * 1000) };
}

const tokenInvalid = () => new WeChatError('wechat_token_invalid', 'No.');

describe('a stable token', () => {
  test('is asked for by POST, without being forced to be another', async () => {
    const { token, sent } = tokenAnswered([{ access_token: 'T1', expires_in: 345 }]);
    expect(await token.find()).toBe('T1');
    expect(sent).toMatchObject([{ method: 'POST', url: 'https://api.example/cgi-bin/stable_token' }]);
    expect(JSON.parse(sent[0]?.body ?? '')).toEqual({
      grant_type: 'client_credential',
      appid: 'wx8888888888888888',
      secret: 's3cr3t',
    });
  });

  test('is kept until it has less than a minute left', async () => {
    const { token, sent, passS } = tokenAnswered([
      { access_token: 'T1', expires_in: 345 },
      { access_token: 'T2', expires_in: 7200 },
    ]);
    await token.find();
    passS(285);
    expect(await token.find()).toBe('T1');
    passS(1);
    expect(await token.find()).toBe('T2');
    expect(sent).toHaveLength(2);
  });

  test('is asked for once by all who need it at the same time', async () => {
    const { token, sent } = tokenAnswered([{ access_token: 'T1', expires_in: 7200 }]);
    expect(await Promise.all([token.find(), token.find(), token.find()])).toEqual(['T1', 'T1', 'T1']);
    expect(sent).toHaveLength(1);
  });

  test('that is not good any more is fetched and used once more', async () => {
    const { token, sent } = tokenAnswered([
      { access_token: 'T1', expires_in: 7200 },
      { access_token: 'T2', expires_in: 7200 },
    ]);
    const used: string[] = [];
    const answer = await token.use((accessToken) => {
      used.push(accessToken);
      return accessToken === 'T1' ? Promise.reject(tokenInvalid()) : Promise.resolve('done');
    });
    expect([answer, used, sent.length]).toEqual(['done', ['T1', 'T2'], 2]);
  });

  test('is not fetched a third time', async () => {
    const { token, sent } = tokenAnswered([{ access_token: 'T1', expires_in: 7200 }]);
    await expect(token.use(() => Promise.reject(tokenInvalid()))).rejects.toMatchObject({
      code: 'wechat_token_invalid',
    });
    expect(sent).toHaveLength(2);
  });

  test.each([
    [{ errcode: 40125, errmsg: 'invalid appsecret' }, 'wechat_secret_invalid'],
    [{ errcode: 40164, errmsg: 'invalid ip' }, 'wechat_ip_unlisted'],
    [{ errcode: 40243, errmsg: 'frozen' }, 'wechat_secret_frozen'],
    [{ access_token: '', expires_in: 7200 }, 'wechat_answer_unreadable'],
    [{ access_token: 'T1' }, 'wechat_answer_unreadable'],
  ])('answered %j is %s, and the next caller asks again', async (answer, code) => {
    const { token, sent } = tokenAnswered([answer]);
    await expect(token.find()).rejects.toMatchObject({ code });
    await expect(token.find()).rejects.toMatchObject({ code });
    expect(sent).toHaveLength(2);
  });
});
