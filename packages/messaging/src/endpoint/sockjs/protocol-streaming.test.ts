import { describe, expect, test } from 'vitest';
import { RawConnection } from '../../testing/raw-http.ts';
import { startSockJsServices } from '../../testing/sockjs-services.ts';
import { freshSession, get, openResponse, openStream, xhrSend } from '../../testing/sockjs-requests.ts';

const NEVER_KEPT = { 'cache-control': 'no-store, no-cache, must-revalidate, max-age=0' };
const GO_AWAY = 'c[3000,"Go away!"]\n';

describe('sockjs-protocol 0.3.3, streaming', () => {
  test('XhrStreaming.test_transport: begins with 2 KiB, then sends frame by frame', async () => {
    const { port } = await startSockJsServices();
    const session = freshSession();
    const { response } = await openResponse(port, `${session}/xhr_streaming`, { method: 'POST' });
    expect(response.status).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'application/javascript; charset=UTF-8',
      'access-control-allow-origin': '*',
      'x-accel-buffering': 'no',
      ...NEVER_KEPT,
    });
    expect(await response.chunk()).toBe(`${'h'.repeat(2048)}\n`);
    expect(await response.chunk()).toBe('o\n');
    expect((await xhrSend(port, session, '["x"]')).status).toBe(204);
    expect(await response.chunk()).toBe('a["x"]\n');
  });

  test('XhrStreaming.test_response_limit: ends once enough was sent', async () => {
    const { port } = await startSockJsServices();
    const session = freshSession();
    const { response } = await openStream(port, `${session}/xhr_streaming`);
    const message = JSON.stringify('x'.repeat(128));
    for (let n = 0; n < 31; n += 1) {
      expect((await xhrSend(port, session, `[${message}]`)).status).toBe(204);
      expect(await response.chunk()).toBe(`a[${message}]\n`);
    }
    expect(await response.chunk()).toBe('');
  });

  test('EventSource.test_transport: sends events', async () => {
    const { port } = await startSockJsServices();
    const session = freshSession();
    const { response } = await openResponse(port, `${session}/eventsource`);
    expect(response.status).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=UTF-8',
      ...NEVER_KEPT,
    });
    expect(await response.chunk()).toBe('\r\n');
    expect(await response.chunk()).toBe('data: o\r\n\r\n');
    await xhrSend(port, session, '["x"]');
    expect(await response.chunk()).toBe('data: a["x"]\r\n\r\n');
    await xhrSend(port, session, String.raw`["  \u0000\n\r "]`);
    expect(await response.chunk()).toBe(`data: a[${String.raw`"  \u0000\n\r "`}]\r\n\r\n`);
  });

  test('HtmlFile.test_transport: sends a page that goes on and on', async () => {
    const { port } = await startSockJsServices();
    const session = freshSession();
    const { response } = await openResponse(port, `${session}/htmlfile?c=%63allback`);
    expect(response.status).toBe(200);
    expect(response.headers).toMatchObject({ 'content-type': 'text/html; charset=UTF-8', ...NEVER_KEPT });
    const head = await response.chunk();
    expect(head.length).toBeGreaterThan(1024);
    expect(head.trim()).toBe(`<!doctype html>
<html><head>
  <meta http-equiv="X-UA-Compatible" content="IE=edge" />
  <meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />
</head><body><h2>Don't panic!</h2>
  <script>
    document.domain = document.domain;
    var c = parent.callback;
    c.start();
    function p(d) {c.message(d);};
    window.onload = function() {c.stop();};
  </script>`);
    expect(await response.chunk()).toBe('<script>\np("o");\n</script>\r\n');
    await xhrSend(port, session, '["x"]');
    expect(await response.chunk()).toBe('<script>\np("a[\\"x\\"]");\n</script>\r\n');
    await xhrSend(port, session, '["</script><script>alert(1)//"]');
    expect((await response.chunk()).match(/<\/?script>/g)).toEqual(['<script>', '</script>']);
  });

  test('HtmlFile.test_no_callback: needs the name of a function, and nothing but a name', async () => {
    const { port } = await startSockJsServices();
    const none = await get(port, '/echo/a/a/htmlfile');
    expect(none).toMatchObject({ status: 500, body: '"callback" parameter required' });
    expect((await get(port, '/echo/a/a/htmlfile?c=a;alert(1)')).status).toBe(500);
  });

  test.each([
    ['EventSource.test_response_limit', '/eventsource', (frame: string) => `data: ${frame}\r\n\r\n`],
    [
      'HtmlFile.test_response_limit',
      '/htmlfile?c=callback',
      (frame: string) => `<script>\np(${JSON.stringify(frame)});\n</script>\r\n`,
    ],
  ])('%s: %s ends once enough was sent', async (_statement, resource, framed) => {
    const { port } = await startSockJsServices();
    const session = freshSession();
    const { response } = await openStream(port, `${session}${resource}`, 'GET');
    const message = `["${'x'.repeat(4096)}"]`;
    await xhrSend(port, session, message);
    expect(await response.chunk()).toBe(framed(`a${message}`));
    expect(await response.chunk()).toBe('');
  });
});

describe('sockjs-protocol 0.3.3, HTTP 1.0 and 1.1', () => {
  test.each([
    ['Http10.test_synchronous', '1.0'],
    ['Http11.test_synchronous', '1.1'],
  ] as const)('%s: HTTP/%s keeps the connection for the next request', async (_statement, httpVersion) => {
    const { port } = await startSockJsServices();
    const connection = await RawConnection.open(port);
    for (let n = 0; n < 2; n += 1) {
      const response = await connection.request('/echo', {
        httpVersion,
        headers: { Connection: 'Keep-Alive' },
      });
      expect(response.status).toBe(200);
      expect(response.headers).toMatchObject({ 'content-length': '19' });
      expect(response.headers).not.toHaveProperty('transfer-encoding');
      expect((response.headers.connection ?? 'keep-alive').toLowerCase()).toBe('keep-alive');
      expect(await response.bytes(19)).toBe('Welcome to SockJS!\n');
    }
    connection.close();
  });

  test('Http10.test_streaming: streams without chunks, up to the end of the connection', async () => {
    const { port } = await startSockJsServices();
    const { response } = await openResponse(port, `${freshSession('/close')}/xhr_streaming`, {
      method: 'POST',
      httpVersion: '1.0',
      headers: { Connection: 'Keep-Alive' },
    });
    expect(response.status).toBe(200);
    for (const name of ['transfer-encoding', 'content-length'])
      expect(response.headers).not.toHaveProperty(name);
    expect(await response.rest()).toBe(`${'h'.repeat(2048)}\no\n${GO_AWAY}`);
  });

  test('Http11.test_streaming: streams each frame as a chunk', async () => {
    const { port } = await startSockJsServices();
    const { response } = await openResponse(port, `${freshSession('/close')}/xhr_streaming`, {
      method: 'POST',
      headers: { Connection: 'Keep-Alive' },
    });
    expect(response.headers['transfer-encoding']).toBe('chunked');
    expect(response.headers).not.toHaveProperty('content-length');
    const chunks = [
      await response.chunk(),
      await response.chunk(),
      await response.chunk(),
      await response.chunk(),
    ];
    expect(chunks).toEqual([`${'h'.repeat(2048)}\n`, 'o\n', GO_AWAY, '']);
  });
});
