import { describe, expect, test } from 'vitest';
import { startSockJsServices } from '../../testing/sockjs-services.ts';
import { freshSession, get, openResponse, post, xhrSend } from '../../testing/sockjs-requests.ts';

const NEVER_KEPT = { 'cache-control': 'no-store, no-cache, must-revalidate, max-age=0' };
const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

describe('sockjs-protocol 0.3.3, polling', () => {
  test('XhrPolling.test_transport: opens, takes messages, and answers with them', async () => {
    const { port } = await startSockJsServices();
    const session = freshSession();
    const opened = await post(port, `${session}/xhr`);
    expect(opened).toMatchObject({ status: 200, body: 'o\n' });
    expect(opened.headers).toMatchObject({
      'content-type': 'application/javascript; charset=UTF-8',
      'access-control-allow-origin': '*',
      'access-control-allow-credentials': 'true',
      ...NEVER_KEPT,
    });
    const sent = await xhrSend(port, session, '["x"]');
    expect(sent).toMatchObject({ status: 204, body: '' });
    expect(sent.headers).toMatchObject({
      'content-type': 'text/plain; charset=UTF-8',
      'access-control-allow-origin': '*',
      ...NEVER_KEPT,
    });
    expect(await post(port, `${session}/xhr`)).toMatchObject({ status: 200, body: 'a["x"]\n' });
  });

  // Messages at more than `maxFramesPerSecond` are as many requests: the session was ended by a 429.
  test('XhrPolling: whoever polls as fast as messages come is kept waiting, and not refused', async () => {
    const limits = { maxFramesPerSecond: 10, maxFrameBurst: 3 };
    const { port, engine } = await startSockJsServices({ engine: { limits } });
    const session = freshSession();
    await post(port, `${session}/xhr`);
    for (let count = 0; count < 3; count += 1) {
      await xhrSend(port, session, '["x"]');
      expect((await post(port, `${session}/xhr`)).body).toBe('a["x"]\n');
    }
    const poll = post(port, `${session}/xhr`);
    engine.advance(1_000);
    await xhrSend(port, session, '["y"]');
    engine.advance(200);
    expect(await poll).toMatchObject({ status: 200, body: 'a["y"]\n' });
  });

  test('XhrPolling.test_invalid_session: nobody sends to a session that is not there', async () => {
    const { port } = await startSockJsServices();
    expect((await xhrSend(port, freshSession(), '["x"]')).status).toBe(404);
  });

  test('XhrPolling.test_invalid_json: says what is wrong, and the session goes on', async () => {
    const { port } = await startSockJsServices();
    const session = freshSession();
    await post(port, `${session}/xhr`);
    expect(await xhrSend(port, session, '["x')).toMatchObject({ status: 500, body: 'Broken JSON encoding.' });
    for (const body of ['', '{}', '"x"', 'null', '[1]', '[["a"]]']) {
      expect(await xhrSend(port, session, body)).toMatchObject({ status: 500, body: 'Payload expected.' });
    }
    expect(await xhrSend(port, session, '["a"]')).toMatchObject({ status: 204, body: '' });
    expect((await post(port, `${session}/xhr`)).body).toBe('a["a"]\n');
  });

  test('XhrPolling.test_content_types: takes whatever the client calls it', async () => {
    const { port } = await startSockJsServices();
    const session = freshSession();
    await post(port, `${session}/xhr`);
    const types = [
      'text/plain',
      'T',
      'application/json',
      'application/xml',
      '',
      'text/xml; charset=utf-8',
      'text/xml',
    ];
    for (const type of types) {
      const sent = await post(port, `${session}/xhr_send`, '["a"]', { 'Content-Type': type });
      expect(sent).toMatchObject({ status: 204, body: '' });
    }
    expect((await post(port, `${session}/xhr`)).body).toBe(`a[${types.map(() => '"a"').join(',')}]\n`);
  });

  test('XhrPolling.test_request_headers_cors: allows the headers that were asked for', async () => {
    const { port } = await startSockJsServices();
    const asked = await post(port, `${freshSession()}/xhr`, '', {
      'Access-Control-Request-Headers': 'a, b, c',
    });
    expect(asked.headers['access-control-allow-headers']).toBe('a, b, c');
    for (const headers of [{ 'Access-Control-Request-Headers': '' }, {}]) {
      const answer = await post(port, `${freshSession()}/xhr`, '', headers);
      expect(answer.headers).not.toHaveProperty('access-control-allow-headers');
    }
  });

  test('JsonPolling.test_transport: answers with scripts, and takes forms', async () => {
    const { port } = await startSockJsServices();
    const session = freshSession();
    const opened = await get(port, `${session}/jsonp?c=%63allback`);
    expect(opened).toMatchObject({ status: 200, body: 'callback("o");\r\n' });
    expect(opened.headers).toMatchObject({
      'content-type': 'application/javascript; charset=UTF-8',
      ...NEVER_KEPT,
    });
    const sent = await post(port, `${session}/jsonp_send`, 'd=%5B%22x%22%5D', FORM);
    expect(sent).toMatchObject({ status: 200, body: 'ok' });
    expect(sent.headers).toMatchObject({ 'content-type': 'text/plain; charset=UTF-8', ...NEVER_KEPT });
    const polled = await get(port, `${session}/jsonp?c=%63allback`);
    expect(polled).toMatchObject({ status: 200, body: 'callback("a[\\"x\\"]");\r\n' });
  });

  test('JsonPolling.test_no_callback: needs the name of a function, and nothing but a name', async () => {
    const { port } = await startSockJsServices();
    const none = await get(port, '/echo/a/a/jsonp');
    expect(none).toMatchObject({ status: 500, body: '"callback" parameter required' });
    for (const name of ['alert(1)//', 'a%0Ab', '%3Cscript%3E', 'x'.repeat(129)]) {
      expect((await get(port, `/echo/a/a/jsonp?c=${name}`)).body).toBe('invalid "callback" parameter');
    }
  });

  test('JsonPolling.test_invalid_json: says what is wrong, and the session goes on', async () => {
    const { port } = await startSockJsServices();
    const session = freshSession();
    await get(port, `${session}/jsonp?c=x`);
    const broken = await post(port, `${session}/jsonp_send`, 'd=%5B%22x', FORM);
    expect(broken).toMatchObject({ status: 500, body: 'Broken JSON encoding.' });
    for (const body of ['', 'd=', 'p=p']) {
      const empty = await post(port, `${session}/jsonp_send`, body, FORM);
      expect(empty).toMatchObject({ status: 500, body: 'Payload expected.' });
    }
    expect((await post(port, `${session}/jsonp_send`, 'd=%5B%22b%22%5D', FORM)).body).toBe('ok');
    expect((await get(port, `${session}/jsonp?c=x`)).body).toBe('x("a[\\"b\\"]");\r\n');
  });

  test('JsonPolling.test_content_types: takes a form, or the array itself', async () => {
    const { port } = await startSockJsServices();
    const session = freshSession();
    await get(port, `${session}/jsonp?c=x`);
    expect((await post(port, `${session}/jsonp_send`, 'd=%5B%22abc%22%5D', FORM)).body).toBe('ok');
    const plain = { 'Content-Type': 'text/plain' };
    expect((await post(port, `${session}/jsonp_send`, '["%61bc"]', plain)).body).toBe('ok');
    expect((await get(port, `${session}/jsonp?c=x`)).body).toBe('x("a[\\"abc\\",\\"%61bc\\"]");\r\n');
  });

  test('JsonPolling.test_close: tells of its close again and again', async () => {
    const { port } = await startSockJsServices();
    const session = freshSession('/close');
    const bodies: string[] = [];
    for (let n = 0; n < 3; n += 1) bodies.push((await get(port, `${session}/jsonp?c=x`)).body);
    const closed = 'x("c[3000,\\"Go away!\\"]");\r\n';
    expect(bodies).toEqual(['x("o");\r\n', closed, closed]);
  });
});

describe('sockjs-protocol 0.3.3, JSESSIONID', () => {
  const DUMMY = 'JSESSIONID=dummy; path=/';

  test('JsessionidCookie.test_basic: is announced, and not set by info', async () => {
    const { port } = await startSockJsServices();
    const { headers, body } = await get(port, '/cookie_needed_echo/info');
    expect(JSON.parse(body)).toMatchObject({ cookie_needed: true });
    expect(headers).not.toHaveProperty('set-cookie');
  });

  test('JsessionidCookie.test_xhr: is set, and repeated when it came', async () => {
    const { port } = await startSockJsServices();
    const fresh = (): string => `${freshSession('/cookie_needed_echo')}/xhr`;
    expect((await post(port, fresh())).headers['set-cookie']).toBe(DUMMY);
    const again = await post(port, fresh(), '', { Cookie: 'a=b; JSESSIONID=abcdef' });
    expect(again.headers['set-cookie']).toBe('JSESSIONID=abcdef; path=/');
    const odd = await post(port, fresh(), '', { Cookie: 'JSESSIONID="a,b"' });
    expect(odd.headers['set-cookie']).toBe(DUMMY);
    expect((await post(port, `${freshSession()}/xhr`)).headers).not.toHaveProperty('set-cookie');
  });

  test.each([
    ['JsessionidCookie.test_xhr_streaming', 'POST', '/xhr_streaming'],
    ['JsessionidCookie.test_eventsource', 'GET', '/eventsource'],
    ['JsessionidCookie.test_htmlfile', 'GET', '/htmlfile?c=%63allback'],
  ])('%s: %s %s sets it', async (_statement, method, resource) => {
    const { port } = await startSockJsServices();
    const session = freshSession('/cookie_needed_echo');
    const { response } = await openResponse(port, `${session}${resource}`, { method });
    expect(response.headers['set-cookie']).toBe(DUMMY);
  });

  test('JsessionidCookie.test_jsonp: is set both ways', async () => {
    const { port } = await startSockJsServices();
    const session = freshSession('/cookie_needed_echo');
    const opened = await get(port, `${session}/jsonp?c=%63allback`);
    expect(opened.body).toBe('callback("o");\r\n');
    const sent = await post(port, `${session}/jsonp_send`, 'd=%5B%22x%22%5D', FORM);
    expect([opened, sent].map(({ headers }) => headers['set-cookie'])).toEqual([DUMMY, DUMMY]);
  });
});
