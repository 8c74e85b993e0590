import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WeChatError } from '../errors/wechat-error.ts';
import { sendRequest } from './send-request.ts';

const line = { fetch, requestTimeLimitMs: 5_000, answerLimitBytes: 1_000 };

async function serving(listener: RequestListener): Promise<URL> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return new URL(`http://127.0.0.1:${port}/sns/oauth2/access_token?secret=s3cr3t`);
}

function sending(url: URL, over: Partial<typeof line> = {}) {
  return sendRequest({ ...line, ...over }, { method: 'GET', url, headers: {} });
}

describe('a request', () => {
  test('brings status, headers and the bytes of the body', async () => {
    const url = await serving((_, response) => {
      response.writeHead(404, { 'request-id': 'R' }).end(Buffer.from([0, 255, 10]));
    });
    const answer = await sending(url);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('request-id')).toBe('R');
    expect([...answer.body]).toEqual([0, 255, 10]);
  });

  test('brings an empty body for 204', async () => {
    const answer = await sending(await serving((_, response) => response.writeHead(204).end()));
    expect(answer.body).toHaveLength(0);
  });

  test('does not follow a redirect', async () => {
    const url = await serving((_, response) => response.writeHead(302, { location: '/elsewhere' }).end());
    expect((await sending(url)).status).toBe(302);
  });

  test('ends at the time limit when nothing is answered', async () => {
    const url = await serving(() => undefined);
    await expect(sending(url, { requestTimeLimitMs: 20 })).rejects.toMatchObject({
      code: 'wechat_timeout',
      outcome: 'unknown',
      status: 0,
    });
  });

  test('ends at the time limit when the body does not end', async () => {
    const url = await serving((_, response) => response.write('{'));
    await expect(sending(url, { requestTimeLimitMs: 100 })).rejects.toMatchObject({ code: 'wechat_timeout' });
  });

  test('ends when the answer grows too large', async () => {
    const url = await serving((_, response) => response.end('x'.repeat(1_001)));
    await expect(sending(url)).rejects.toMatchObject({
      code: 'wechat_answer_too_large',
      outcome: 'unknown',
      status: 200,
    });
  });

  test('ends when the connection breaks in the middle', async () => {
    const url = await serving((_, response) => {
      response.writeHead(200, { 'content-length': '10' }).write('{', () => response.destroy());
    });
    await expect(sending(url)).rejects.toMatchObject({ code: 'wechat_unreachable', outcome: 'unknown' });
  });

  test('that reaches nobody says why, without the query and its secrets', async () => {
    const url = new URL('http://127.0.0.1:1/sns/oauth2/access_token?secret=s3cr3t');
    const cause = Object.assign(new Error('connect s3cr3t'), { code: 'ECONNREFUSED' });
    const unreachable = () => Promise.reject(new TypeError(`failed: ${url.href}`, { cause }));
    const error = await sending(url, { fetch: unreachable }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WeChatError);
    expect(error).toMatchObject({ code: 'wechat_unreachable', outcome: 'unknown' });
    expect((error as WeChatError).message).toContain('/sns/oauth2/access_token (ECONNREFUSED)');
    expect(String((error as WeChatError).stack)).not.toContain('s3cr3t');
  });
});
