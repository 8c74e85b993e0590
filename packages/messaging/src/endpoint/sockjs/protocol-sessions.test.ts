import { once } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { startSockJsServices } from '../../testing/sockjs-services.ts';
import {
  freshSession,
  get,
  holdPoll,
  openResponse,
  openStream,
  post,
  xhrSend,
} from '../../testing/sockjs-requests.ts';

const STILL_OPEN = 'c[2010,"Another connection still open"]\n';
const INTERRUPTED = 'c[1002,"Connection interrupted"]\n';
const GO_AWAY = 'c[3000,"Go away!"]\n';

describe('sockjs-protocol 0.3.3, sessions', () => {
  test('SessionURLs.test_anyValue: server and session may be anything', async () => {
    const { port } = await startSockJsServices();
    for (const session of ['/a/a', '/_/_', '/1/1', '/abcdefgh_i-j%20/abcdefg_i-j%20']) {
      expect(await post(port, `/echo${session}/xhr`)).toMatchObject({ status: 200, body: 'o\n' });
    }
  });

  test.each(['//', '/a./a', '/a/a.', '/./.', '/', '///', `/000/${'x'.repeat(129)}`])(
    'SessionURLs.test_invalidPaths: %s is no session',
    async (suffix) => {
      const { port } = await startSockJsServices();
      expect((await get(port, `/echo${suffix}/xhr`)).status).toBe(404);
      expect((await post(port, `/echo${suffix}/xhr`)).status).toBe(404);
    },
  );

  test('SessionURLs.test_ignoringServerId: the session alone counts', async () => {
    const { port } = await startSockJsServices();
    expect((await post(port, '/echo/000/one/xhr')).body).toBe('o\n');
    expect(await xhrSend(port, '/echo/000/one', '["a"]')).toMatchObject({ status: 204, body: '' });
    expect((await post(port, '/echo/999/one/xhr')).body).toBe('a["a"]\n');
  });

  test('Protocol.test_simpleSession: opens, sends, receives, and lets one receiver wait', async () => {
    const { port } = await startSockJsServices();
    const session = freshSession();
    expect(await post(port, `${session}/xhr`)).toMatchObject({ status: 200, body: 'o\n' });
    expect(await xhrSend(port, session, '["a"]')).toMatchObject({ status: 204, body: '' });
    expect(await post(port, `${session}/xhr`)).toMatchObject({ status: 200, body: 'a["a"]\n' });
    expect((await xhrSend(port, '/echo/000/bad_session', '["a"]')).status).toBe(404);
    await holdPoll(port, `${session}/xhr`);
    await vi.waitFor(async () => expect((await post(port, `${session}/xhr`)).body).toBe(STILL_OPEN));
    expect(await xhrSend(port, session, '["b"]')).toMatchObject({ status: 204 });
  });

  test('Protocol.test_closeSession: tells of its close again and again, until the timeout', async () => {
    const { port, engine } = await startSockJsServices();
    const session = freshSession('/close');
    expect((await post(port, `${session}/xhr`)).body).toBe('o\n');
    expect((await post(port, `${session}/xhr`)).body).toBe(GO_AWAY);
    expect((await post(port, `${session}/xhr`)).body).toBe(GO_AWAY);
    engine.advance(5_100);
    expect((await post(port, `${session}/xhr`)).body).toBe('o\n');
  });

  test('Protocol.timeout: is gone five seconds after its last receiver', async () => {
    const { port, engine } = await startSockJsServices();
    const session = freshSession();
    await post(port, `${session}/xhr`);
    engine.advance(4_900);
    expect((await xhrSend(port, session, '["a"]')).status).toBe(204);
    expect((await post(port, `${session}/xhr`)).body).toBe('a["a"]\n');
    engine.advance(5_100);
    expect((await xhrSend(port, session, '["a"]')).status).toBe(404);
  });

  test('Protocol.heartbeat: sends one after 25 quiet seconds, by polling and by streaming', async () => {
    const { port, engine } = await startSockJsServices();
    const [polled, streamed] = [freshSession(), freshSession()];
    await post(port, `${polled}/xhr`);
    const poll = post(port, `${polled}/xhr`);
    const { response } = await openStream(port, `${streamed}/xhr_streaming`);
    // The poll is there when a second one is refused.
    await vi.waitFor(async () => expect((await post(port, `${polled}/xhr`)).body).toBe(STILL_OPEN));
    engine.advance(25_200);
    expect((await poll).body).toBe('h\n');
    expect(await response.chunk()).toBe('h\n');
    engine.advance(25_200);
    expect(await response.chunk()).toBe('h\n');
  });

  test('HandlingClose.test_close_frame: a request after the close is told of it, and ended', async () => {
    const { port } = await startSockJsServices();
    const session = freshSession('/close');
    const first = await openStream(port, `${session}/xhr_streaming`);
    expect(await first.response.chunk()).toBe(GO_AWAY);
    const second = await openResponse(port, `${session}/xhr_streaming`, { method: 'POST' });
    await second.response.chunk();
    expect(await second.response.chunk()).toBe(GO_AWAY);
    expect([await first.response.chunk(), await second.response.chunk()]).toEqual(['', '']);
  });

  test('HandlingClose.test_close_request: a second receiver is told so, and ended', async () => {
    const { port } = await startSockJsServices();
    const session = freshSession();
    const first = await openStream(port, `${session}/xhr_streaming`);
    const second = await openResponse(port, `${session}/xhr_streaming`, { method: 'POST' });
    await second.response.chunk();
    expect(await second.response.chunk()).toBe(STILL_OPEN);
    expect(await second.response.chunk()).toBe('');
    await xhrSend(port, session, '["a"]');
    expect(await first.response.chunk()).toBe('a["a"]\n');
  });

  test('HandlingClose.test_abort_xhr_streaming: a broken line closes the session', async () => {
    const { port, engine } = await startSockJsServices();
    const session = freshSession();
    const { connection } = await openStream(port, `${session}/xhr_streaming`);
    connection.close();
    await once(connection.socket, 'close');
    await vi.waitFor(async () => expect((await post(port, `${session}/xhr`)).body).toBe(INTERRUPTED));
    const again = await openResponse(port, `${session}/xhr_streaming`, { method: 'POST' });
    await again.response.chunk();
    expect(await again.response.chunk()).toBe(INTERRUPTED);
    engine.advance(5_100);
    expect((await post(port, `${session}/xhr`)).body).toBe('o\n');
  });

  test('HandlingClose.test_abort_xhr_polling: a broken poll closes the session', async () => {
    const { port } = await startSockJsServices();
    const session = freshSession();
    await post(port, `${session}/xhr`);
    const poll = await holdPoll(port, `${session}/xhr`);
    await vi.waitFor(async () => expect((await post(port, `${session}/xhr`)).body).toBe(STILL_OPEN));
    poll.close();
    await vi.waitFor(async () => expect((await post(port, `${session}/xhr`)).body).toBe(INTERRUPTED));
  });
});

describe('sockjs-protocol 0.3.3, JSON Unicode Encoding', () => {
  const byServer = /[\u0000-\u001f\u200c-\u200f\u2028-\u202f\u2060-\u206f\ufff0-\uffff]/;
  const units = Array.from({ length: 0x10000 }, (_, unit) => unit);

  test('JSONEncoding.test_xhr_server_encodes: escapes at least what it must', async () => {
    const { port } = await startSockJsServices();
    const session = freshSession();
    await post(port, `${session}/xhr`);
    const killers = units.filter((unit) => unit > 255 && byServer.test(String.fromCharCode(unit)));
    await xhrSend(port, session, JSON.stringify([String.fromCharCode(...killers)]));
    const escaped = killers.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
    expect((await post(port, `${session}/xhr`)).body).toBe(`a["${escaped}"]\n`);
  });

  test('JSONEncoding.test_xhr_server_decodes: takes any character, escaped or not', async () => {
    const { port } = await startSockJsServices({ engine: { limits: { maxMessageBytes: 1_000_000 } } });
    const session = freshSession();
    await post(port, `${session}/xhr`);
    // All but surrogates, which alone are no Unicode.
    const all = String.fromCharCode(...units.filter((unit) => unit < 0xd800 || unit > 0xdfff));
    const escaped = units
      .filter((unit) => unit < 0xd800 || unit > 0xdfff)
      .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
      .join('');
    await xhrSend(port, session, `["${escaped}"]`);
    const { body } = await post(port, `${session}/xhr`);
    expect(JSON.parse(body.slice(1))).toEqual([all]);
  });
});
