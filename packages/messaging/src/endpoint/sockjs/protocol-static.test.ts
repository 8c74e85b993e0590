import { describe, expect, test } from 'vitest';
import { fetchRaw } from '../../testing/raw-http.ts';
import type { WholeResponse } from '../../testing/raw-http.ts';
import { startSockJsServices } from '../../testing/sockjs-services.ts';
import { get } from '../../testing/sockjs-requests.ts';

interface Info {
  websocket: boolean;
  cookie_needed: boolean;
  origins: string[];
  entropy: number;
}

function infoOf({ body }: WholeResponse): Info {
  return JSON.parse(body) as Info;
}

describe('sockjs-protocol 0.3.3, static addresses', () => {
  test('BaseUrlGreeting.test_greeting: welcomes', async () => {
    const { port } = await startSockJsServices();
    for (const path of ['/echo', '/echo/']) {
      const { status, headers, body } = await get(port, path);
      expect([status, headers['content-type'], body]).toEqual([
        200,
        'text/plain; charset=UTF-8',
        'Welcome to SockJS!\n',
      ]);
      expect(headers).not.toHaveProperty('set-cookie');
    }
  });

  test.each(['/a', '/a.html', '//', '///', '/a/a', '/a/a/', '/a/'])(
    'BaseUrlGreeting.test_notFound: %s is not found',
    async (suffix) => {
      const { port } = await startSockJsServices();
      expect((await get(port, `/echo${suffix}`)).status).toBe(404);
    },
  );

  test.each([
    ['IframePage.test_simpleUrl', '/iframe.html'],
    ['IframePage.test_versionedUrl', '/iframe-a.html'],
    ['IframePage.test_versionedUrl', '/iframe-.html'],
    ['IframePage.test_versionedUrl', '/iframe-0.1.2.html'],
    ['IframePage.test_versionedUrl', '/iframe-0.1.2abc-dirty.2144.html'],
    ['IframePage.test_queriedUrl', '/iframe-a.html?t=1234'],
    ['IframePage.test_queriedUrl', '/iframe-0.1.2abc-dirty.2144.html?t=qweqweq123'],
  ])('%s: %s is the page, and may be kept', async (_statement, suffix) => {
    const { port } = await startSockJsServices();
    const { status, headers, body } = await get(port, `/echo${suffix}`);
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=UTF-8']);
    expect(headers['cache-control']).toMatch(/public.*max-age=[1-9]\d{6}/);
    expect(Date.parse(headers.expires ?? '')).toBeGreaterThan(Date.now());
    expect(headers.etag).toMatch(/^".+"$/);
    expect(headers).not.toHaveProperty('last-modified');
    expect(headers).not.toHaveProperty('set-cookie');
    expect(body).toMatch(/^<!DOCTYPE html>\n<html>[^]*<script src="(\/|http)[^"]*"><\/script>[^]*<\/html>$/);
    expect(body).toContain('_sockjs_onload = function(){SockJS.bootstrap_iframe();};');
  });

  test.each([
    '/iframe.htm',
    '/iframe',
    '/IFRAME.HTML',
    '/IFRAME',
    '/iframe.HTML',
    '/iframe.xml',
    '/iframe-/.html',
  ])('IframePage.test_invalidUrl: %s is not found', async (suffix) => {
    const { port } = await startSockJsServices();
    expect((await get(port, `/echo${suffix}`)).status).toBe(404);
  });

  test('IframePage.test_cacheability: an unchanged page is not sent again', async () => {
    const { port } = await startSockJsServices();
    const [first, second] = [await get(port, '/echo/iframe.html'), await get(port, '/echo/iframe.html')];
    expect(first.headers.etag).toBe(second.headers.etag);
    const third = await get(port, '/echo/iframe.html', { 'If-None-Match': first.headers.etag ?? '' });
    expect([third.status, third.body]).toEqual([304, '']);
    expect(third.headers).not.toHaveProperty('content-type');
  });

  test('InfoTest.test_basic: tells what the server can, and is never kept', async () => {
    const { port } = await startSockJsServices();
    const response = await get(port, '/echo/info');
    expect(response.status).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'application/json; charset=UTF-8',
      'cache-control': 'no-store, no-cache, must-revalidate, max-age=0',
      'access-control-allow-origin': '*',
      'access-control-allow-credentials': 'true',
    });
    for (const name of ['expires', 'last-modified', 'set-cookie'])
      expect(response.headers).not.toHaveProperty(name);
    const info = infoOf(response);
    expect(info).toMatchObject({ websocket: true, cookie_needed: false, origins: ['*:*'] });
  });

  test('InfoTest.test_entropy: is random, from 0 to 2³² − 1', async () => {
    const { port } = await startSockJsServices();
    const entropies = [
      infoOf(await get(port, '/echo/info')).entropy,
      infoOf(await get(port, '/echo/info')).entropy,
    ];
    expect(entropies[0]).not.toBe(entropies[1]);
    for (const entropy of entropies) {
      expect(Number.isInteger(entropy) && entropy >= 0 && entropy < 2 ** 32).toBe(true);
    }
  });

  test.each([
    ['InfoTest.test_options', '/info', 'OPTIONS, GET'],
    ['XhrPolling.test_options', '/abc/abc/xhr', 'OPTIONS, POST'],
    ['XhrPolling.test_options', '/abc/abc/xhr_send', 'OPTIONS, POST'],
    ['XhrStreaming.test_options', '/abc/abc/xhr_streaming', 'OPTIONS, POST'],
  ])('%s: a preflight of %s is allowed, and may be kept', async (_statement, suffix, methods) => {
    const { port } = await startSockJsServices();
    for (const origin of [undefined, 'test', 'null']) {
      const headers: Record<string, string> = origin === undefined ? {} : { Origin: origin };
      const response = await fetchRaw(port, `/echo${suffix}`, { method: 'OPTIONS', headers });
      expect([response.status, response.body]).toEqual([204, '']);
      expect(response.headers).toMatchObject({
        'cache-control': expect.stringMatching(/public.*max-age=[1-9]\d{6}/) as string,
        'access-control-max-age': '31536000',
        'access-control-allow-methods': methods,
        'access-control-allow-credentials': 'true',
        'access-control-allow-origin': origin === 'test' ? 'test' : '*',
      });
      expect(response.headers).toHaveProperty('expires');
    }
  });

  test('InfoTest.test_options_null_origin: a file’s page is told *', async () => {
    const { port } = await startSockJsServices();
    const headers = { Origin: 'null' };
    const response = await fetchRaw(port, '/echo/info', { method: 'OPTIONS', headers });
    expect([response.status, response.body]).toEqual([204, '']);
    expect(response.headers['access-control-allow-origin']).toBe('*');
  });

  test('InfoTest.test_disabled_websocket: says when there is no WebSocket', async () => {
    const { port } = await startSockJsServices();
    expect(infoOf(await get(port, '/disabled_websocket_echo/info')).websocket).toBe(false);
    expect((await get(port, '/disabled_websocket_echo/0/0/websocket')).status).toBe(404);
  });
});
