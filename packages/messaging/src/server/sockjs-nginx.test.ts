import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { startNginx } from '@carillon/scripts/services';
import { Client, StompConfig } from '@stomp/stompjs';
import type { IMessage } from '@stomp/stompjs';
import SockJS from 'sockjs-client';
import { expect, onTestFinished, test } from 'vitest';
import { Inbox } from '../testing/inbox.ts';
import { startServer } from '../testing/test-server.ts';
import type { TestServer } from '../testing/test-server.ts';

const guide = readFileSync(new URL('../../../../docs/sockjs.md', import.meta.url), 'utf8');

/** What the guide tells operators to write, with the addresses of the test's nodes. */
function configurationOfGuide(ports: number[]): { http: string; server: string } {
  const [, nginx = ''] = /```nginx\n([^]*?)```/.exec(guide) ?? [];
  const [http = '', server = ''] = nginx.split(/^(?=location )/m);
  const nodes = ports.map((port) => `server 127.0.0.1:${port};`).join(' ');
  const upstreams = http.replace(/(?:\s*server [\d.:]+;)+/, nodes);
  return { http: `map $http_upgrade $connection_upgrade { default upgrade; '' ''; }\n${upstreams}`, server };
}

async function startNode(): Promise<TestServer> {
  const node = await startServer({}, { sockjs: true });
  onTestFinished(() => node.stop());
  return node;
}

/** Connects by one transport, and hears what it says to itself. */
async function talk(url: string, transport: string): Promise<string> {
  const webSocketFactory = () => new SockJS(url, null, { transports: [transport] });
  const client = new Client(Object.assign(new StompConfig(), { webSocketFactory, reconnectDelay: 0 }));
  onTestFinished(() => client.deactivate());
  await new Promise<void>((resolve, reject) => {
    client.onConnect = () => resolve();
    client.onWebSocketClose = ({ code }: { code: number }) => reject(new Error(`closed with ${code}`));
    client.activate();
  });
  const inbox = new Inbox<IMessage>();
  const destination = `/topic/${randomUUID()}`;
  client.subscribe(destination, (message) => inbox.put(message));
  client.publish({ destination, body: transport });
  return (await inbox.take()).body;
}

test.each(['xhr-streaming', 'xhr-polling', 'eventsource', 'websocket'])(
  'behind nginx as the guide has it, all requests of a session by %s reach its node',
  async (transport) => {
    const nodes = [await startNode(), await startNode()];
    const nginx = await startNginx(configurationOfGuide(nodes.map(({ port }) => port)));
    onTestFinished(() => nginx.stop());
    const url = `http://127.0.0.1:${nginx.port}/ws`;
    const talks = Array.from({ length: 12 }, () => talk(url, transport));
    expect(new Set(await Promise.all(talks))).toEqual(new Set([transport]));
    const sessions = nodes.map(({ messaging }) => messaging.statistics().sessionsOpened);
    expect(sessions.reduce((sum, count) => sum + count)).toBe(12);
    expect(Math.min(...sessions)).toBeGreaterThan(0);
  },
);
