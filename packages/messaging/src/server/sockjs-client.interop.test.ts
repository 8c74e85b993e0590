import { Client, StompConfig } from '@stomp/stompjs';
import type { IMessage } from '@stomp/stompjs';
import SockJS from 'sockjs-client';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Inbox } from '../testing/inbox.ts';
import { startServer } from '../testing/test-server.ts';

/** What sockjs-client can do without a browser. */
const TRANSPORTS = ['websocket', 'xhr-streaming', 'eventsource', 'xhr-polling'];

async function connect(url: string, transport: string): Promise<Client> {
  const webSocketFactory = () => new SockJS(url.replace('ws:', 'http:'), null, { transports: [transport] });
  const client = new Client(Object.assign(new StompConfig(), { webSocketFactory, reconnectDelay: 0 }));
  onTestFinished(() => client.deactivate());
  await new Promise<void>((resolve) => {
    client.onConnect = () => resolve();
    client.activate();
  });
  return client;
}

describe.each(TRANSPORTS)('@stomp/stompjs over sockjs-client by %s', (transport) => {
  test('subscribes, sends, and gets messages in order beyond the response limit', async () => {
    const server = await startServer({}, { sockjs: { responseLimitBytes: 16 * 1024 } });
    onTestFinished(() => server.stop());
    const client = await connect(server.url, transport);
    const inbox = new Inbox<IMessage>();
    client.subscribe('/topic/a', (message) => inbox.put(message));
    const bodies = Array.from({ length: 20 }, (_, n) => `${n} 你好 \u2028 ${'x'.repeat(3_000)}`);
    for (const body of bodies) client.publish({ destination: '/topic/a', body });
    for (const body of bodies) expect((await inbox.take()).body).toBe(body);
  });

  test('reads an ERROR and sees the close code', async () => {
    const server = await startServer({}, { sockjs: true });
    onTestFinished(() => server.stop());
    const client = await connect(server.url, transport);
    const error = new Promise<Record<string, string>>((resolve) => {
      client.onStompError = ({ headers }) => resolve(headers);
    });
    const closed = new Promise<{ code: number }>((resolve) => {
      client.onWebSocketClose = (event: { code: number }) => resolve(event);
    });
    client.publish({ destination: '/nowhere' });
    expect(await error).toMatchObject({ code: 'unknown_destination' });
    expect((await closed).code).toBe(3506);
  });
});
