import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { makeCertificate } from './make-certificate.ts';
import { startDeployedNginx } from './start-deployed-nginx.ts';
import type { DeployedNginx } from './start-deployed-nginx.ts';

const certificate = makeCertificate();
const nodes: Server[] = [];
let nginx: DeployedNginx;

beforeAll(async () => {
  for (const name of ['first', 'second']) nodes.push(await startNode(name));
  nginx = await startDeployedNginx({ nodes: nodes.map(addressOf), certificate });
});

afterAll(async () => {
  await nginx.stop();
  for (const node of nodes) node.close();
  rmSync(certificate.folder, { recursive: true });
});

/** A node that says who it is, and what it was told of who asks. */
async function startNode(name: string): Promise<Server> {
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer((incoming, response) => {
    if (incoming.url === '/slow/stream') stream(response);
    else response.setHeader('x-node', name).end(JSON.stringify(incoming.headers));
  });
  server.on('upgrade', (incoming: IncomingMessage, socket, head) => {
    sockets.handleUpgrade(incoming, socket, head, (webSocket) => webSocket.send(String(incoming.url)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** The first half is on its way while the second one is never written. */
function stream(response: ServerResponse): void {
  response.write('first half');
}

function addressOf(server: Server): string {
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function get(path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const asked = request(new URL(path, nginx.url), { ca: certificate.authority, headers }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return response;
}

it('sends who comes without TLS to the same page with it', async () => {
  const response = await fetch(`${nginx.plainUrl}/orders/7?from=qr`, { redirect: 'manual' });
  expect(response.status).toBe(308);
  expect(response.headers.get('location')).toBe('https://localhost/orders/7?from=qr');
});

it('tells the server the address that it sees, and nothing that the client claims', async () => {
  const response = await get('/', { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'http' });
  expect(response.headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
  const told = JSON.parse(await text(response)) as { host?: string };
  expect(told).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https' });
  expect(told.host).toBe(new URL(nginx.url).host);
});

it('opens a socket over TLS', async () => {
  const socket = new WebSocket(`${nginx.url.replace('https', 'wss')}/webSocket/u/7`, {
    ca: certificate.authority,
  });
  const [said] = (await once(socket, 'message')) as [Buffer];
  expect(said.toString()).toBe('/webSocket/u/7');
  socket.terminate();
});

it('hands a stream on as it comes', async () => {
  const response = await get('/slow/stream');
  const [said] = (await once(response, 'data')) as [Buffer];
  expect(said.toString()).toBe('first half');
  response.destroy();
});

it('keeps the requests of one SockJS session on one node, and sessions on both', async () => {
  const nodesSeen = new Set<unknown>();
  for (let server = 0; server < 20; server += 1) {
    const answers = await Promise.all(
      ['xhr', 'xhr_send', 'xhr_streaming'].map(async (way) => get(`/ws/staff/${server}/session/${way}`)),
    );
    const seen = new Set(answers.map(({ headers }) => headers['x-node']));
    for (const answer of answers) answer.resume();
    expect(seen.size).toBe(1);
    for (const node of seen) nodesSeen.add(node);
  }
  expect(nodesSeen).toEqual(new Set(['first', 'second']));
});

it('shows its numbers to nobody', async () => {
  const response = await get('/metrics');
  response.resume();
  expect(response.statusCode).toBe(404);
});
