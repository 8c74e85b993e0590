import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { makeHttp } from '../../testing/test-http.ts';

let app: FastifyInstance;

afterEach(() => app.close());

async function allow(maxRequestsPerMinute: number): Promise<void> {
  ({ app } = await makeHttp({ maxRequestsPerMinute }));
}

describe('the limit of requests', () => {
  it('is per minute and address, and says how long to wait', async () => {
    await allow(2);
    const replies = [];
    for (let n = 0; n < 3; n += 1) replies.push(await app.inject('/api/shops/7/menu'));
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200, 429]);
    expect(replies[2]?.json()).toMatchObject({ error: { code: 'too_many_requests' } });
    expect(Number(replies[2]?.headers['retry-after'])).toBeGreaterThan(0);
    const other = await app.inject({ url: '/api/shops/7/menu', remoteAddress: '10.0.0.2' });
    expect(other.statusCode).toBe(200);
    const callback = await app.inject({ method: 'POST', url: '/api/wechat/pay/notify' });
    expect(callback.statusCode).toBe(200);
  });

  it.each([
    ['an escaped letter', '/%61pi/shops/7/menu'],
    ['the server’s own address in front', 'http://shop.example/api/shops/7/menu'],
    ['a query that holds a slash', '/api/shops/7/menu?from=//x'],
  ])('counts a route that is spelled with %s, and lets no cache keep it', async (_title, spelling) => {
    await allow(1);
    await app.listen({ port: 0, host: '127.0.0.1' });
    const replies = [await spell(spelling), await spell(spelling)];
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 429]);
    for (const { headers } of replies) expect(headers['cache-control']).toBe('no-store');
  });
});

/** Asks for an address byte for byte, as no browser would write it. */
async function spell(target: string): Promise<IncomingMessage> {
  const { port } = app.server.address() as AddressInfo;
  const [reply] = (await once(get({ host: '127.0.0.1', port, path: target, agent: false }), 'response')) as [
    IncomingMessage,
  ];
  reply.resume();
  return reply;
}
