import { once } from 'node:events';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { Inbox } from '../../testing/inbox.ts';
import { fetchRaw, RawConnection } from '../../testing/raw-http.ts';
import { startSockJsServices } from '../../testing/sockjs-services.ts';
import { freshSession, get } from '../../testing/sockjs-requests.ts';

interface Open {
  readonly socket: WebSocket;
  readonly inbox: Inbox<string>;
  readonly closed: Promise<number>;
}

async function openWebSocket(port: number, path: string): Promise<Open> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`);
  onTestFinished(() => socket.terminate());
  const inbox = new Inbox<string>();
  socket.on('message', (data: Buffer) => inbox.put(data.toString('utf8')));
  const closed = new Promise<number>((resolve) => {
    socket.on('close', (code) => {
      inbox.close(new Error(`closed with ${code}`));
      resolve(code);
    });
  });
  await once(socket, 'open');
  return { socket, inbox, closed };
}

const HANDSHAKE = {
  Upgrade: 'websocket',
  Connection: 'Upgrade',
  'Sec-WebSocket-Key': 'x3JJHMbDL1EzLkh9GBhXDw==',
  'Sec-WebSocket-Origin': 'http://asd',
};

describe('sockjs-protocol 0.3.3, WebSocket', () => {
  test('WebsocketHttpErrors.test_httpMethod: a plain request is told why it cannot be', async () => {
    const { port } = await startSockJsServices();
    const { status, body } = await get(port, '/echo/0/0/websocket');
    expect([status, body]).toEqual([400, 'Can "Upgrade" only to "WebSocket".']);
  });

  test('WebsocketHttpErrors.test_invalidConnectionHeader: a header that a proxy rewrote is named', async () => {
    const { port } = await startSockJsServices();
    const headers = { Upgrade: 'WebSocket', Connection: 'close' };
    const { status, body } = await get(port, '/echo/0/0/websocket', headers);
    expect([status, body]).toEqual([400, '"Connection" must be "Upgrade".']);
  });

  test('WebsocketHttpErrors.test_invalidMethod: only GET is allowed', async () => {
    const { port } = await startSockJsServices();
    const asked: Record<string, string>[] = [{ Upgrade: 'WebSocket', Connection: 'Upgrade' }, {}];
    for (const headers of asked) {
      const answer = await fetchRaw(port, '/echo/0/0/websocket', { method: 'POST', headers });
      expect([answer.status, answer.headers.allow, answer.body]).toEqual([405, 'GET', '']);
      expect(answer.headers).not.toHaveProperty('content-type');
    }
  });

  test.each([
    'WebsocketHixie76.test_transport',
    'WebsocketHybi10.test_transport',
    'WebsocketHixie76.test_empty_frame',
  ])('%s: opens, passes empty messages over, and answers in arrays', async () => {
    const { port } = await startSockJsServices();
    const { socket, inbox } = await openWebSocket(port, `${freshSession()}/websocket`);
    expect(await inbox.take()).toBe('o');
    socket.send('');
    socket.send('["a"]');
    expect(await inbox.take()).toBe('a["a"]');
    socket.send('"b"');
    expect(await inbox.take()).toBe('a["b"]');
  });

  test.each(['WebsocketHixie76.test_close', 'WebsocketHybi10.test_close'])(
    '%s: says why, then closes',
    async () => {
      const { port } = await startSockJsServices();
      const { inbox, closed } = await openWebSocket(port, `${freshSession('/close')}/websocket`);
      expect([await inbox.take(), await inbox.take()]).toEqual(['o', 'c[3000,"Go away!"]']);
      expect(await closed).toBe(3000);
    },
  );

  test('WebsocketHixie76.test_reuseSessionId: sessions over WebSocket may share an id', async () => {
    const { port } = await startSockJsServices();
    const path = `${freshSession()}/websocket`;
    const [one, two] = [await openWebSocket(port, path), await openWebSocket(port, path)];
    expect([await one.inbox.take(), await two.inbox.take()]).toEqual(['o', 'o']);
    one.socket.send('["a"]');
    two.socket.send('["b"]');
    expect([await one.inbox.take(), await two.inbox.take()]).toEqual(['a["a"]', 'a["b"]']);
    one.socket.close();
    await one.closed;
    const again = await openWebSocket(port, path);
    expect(await again.inbox.take()).toBe('o');
  });

  test('WebsocketHixie76.test_haproxy: the draft that no browser speaks since 2012 is refused, with what is spoken', async () => {
    const { port } = await startSockJsServices();
    const connection = await RawConnection.open(port);
    const response = await connection.request(`${freshSession()}/websocket`, {
      headers: {
        Upgrade: 'WebSocket',
        Connection: 'Upgrade',
        'Sec-WebSocket-Key1': '4 @1  46546xW%0l 1 5',
        'Sec-WebSocket-Key2': '12998 5 Y3 1  .P00',
      },
    });
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(response.status).toBeLessThan(500);
    connection.close();
  });

  test.each(['WebsocketHixie76.test_broken_json', 'WebsocketHybi10.test_broken_json'])(
    '%s: broken JSON ends the connection',
    async () => {
      const { port } = await startSockJsServices();
      for (const broken of ['["a', '{"a":1}', '[1]', 'x']) {
        const { socket, inbox, closed } = await openWebSocket(port, `${freshSession()}/websocket`);
        expect(await inbox.take()).toBe('o');
        socket.send(broken);
        expect(await closed).toBe(1002);
      }
    },
  );

  test.each(['7', '8', '13'])(
    'WebsocketHybi10.test_headersSanity: version %s is answered',
    async (version) => {
      const { port } = await startSockJsServices();
      const connection = await RawConnection.open(port);
      const response = await connection.request(`${freshSession()}/websocket`, {
        headers: { ...HANDSHAKE, 'Sec-WebSocket-Version': version },
      });
      expect(response.status).toBe(101);
      expect(response.headers).toMatchObject({
        'sec-websocket-accept': 'HSmrc0sMlYUkAGmm5OPpG2HaGWk=',
        connection: 'Upgrade',
        upgrade: 'websocket',
      });
      expect(response.headers).not.toHaveProperty('content-length');
      connection.close();
    },
  );

  test('WebsocketHybi10.test_firefox_602_connection_header: Connection may name more than Upgrade', async () => {
    const { port } = await startSockJsServices();
    const connection = await RawConnection.open(port);
    const response = await connection.request(`${freshSession()}/websocket`, {
      headers: { ...HANDSHAKE, Connection: 'keep-alive, Upgrade', 'Sec-WebSocket-Version': '7' },
    });
    expect(response.status).toBe(101);
    connection.close();
  });

  test('Protocol.heartbeat: a quiet WebSocket gets one too', async () => {
    const { port, engine } = await startSockJsServices();
    const { inbox } = await openWebSocket(port, `${freshSession()}/websocket`);
    expect(await inbox.take()).toBe('o');
    engine.advance(25_200);
    expect(await inbox.take()).toBe('h');
  });

  test('RawWebsocket.test_transport: speaks without frames of SockJS', async () => {
    const { port } = await startSockJsServices();
    const { socket, inbox } = await openWebSocket(port, '/echo/websocket');
    socket.send('Hello world!\uffff');
    expect(await inbox.take()).toBe('Hello world!\uffff');
  });

  test('RawWebsocket.test_close: closes without a word', async () => {
    const { port } = await startSockJsServices();
    const { inbox, closed } = await openWebSocket(port, '/close/websocket');
    expect([await closed, inbox.size]).toEqual([3000, 0]);
  });
});
