import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { menuReplySchema, orderReplySchema, placeOrderRequestSchema } from '@carillon/contract/schemas';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineErrors } from './errors.ts';
import { createHttp } from './http.ts';
import { clientAddress } from './http/client-address.ts';
import type { Rule } from './http/guard.ts';
import { registerCallback } from './http/register-callback.ts';
import { pathId, registerRoute } from './http/register-route.ts';
import { randomIds } from './ids.ts';
import { createLogger } from './logging.ts';

const { sold_out } = defineErrors({ sold_out: { status: 409, message: 'None are left.' } });
const ORDER = { lines: [{ productId: 1, quantity: 2 }], totalFen: 100 };
const MENU = {
  shop: {
    id: 7,
    name: '小馆',
    phone: '',
    address: '',
    pickup: true,
    delivery: null,
    promiseMinutes: 30,
    isOpen: true,
  },
  categories: [],
  seq: 0,
};

let app: FastifyInstance;
let log = '';
let maxRequestsPerMinute = 1000;
let trustedProxies = 0;
let guard: (rule: Rule) => Promise<void> = () => Promise.resolve();

async function build(): Promise<void> {
  log = '';
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      log += chunk.toString();
      done();
    },
  });
  app = await createHttp({
    logger: createLogger({ level: 'debug', destination }),
    ids: randomIds,
    publicUrl: 'https://shop.example',
    trustedProxies,
    maxRequestsPerMinute,
    guard: async (_request, rule) => guard(rule),
  });
  registerRoute(app, 'readMenu', {
    tag: 'catalog',
    summary: 'Reads the menu.',
    schemas: { params: z.object({ shopId: pathId }), reply: menuReplySchema },
    handler: ({ params }) =>
      Promise.resolve({ ...MENU, shop: { ...MENU.shop, id: params.shopId, secret: 'undeclared' } }),
  });
  registerRoute(app, 'placeOrder', {
    tag: 'orders',
    summary: 'Places an order.',
    schemas: {
      params: z.object({ shopId: pathId }),
      body: placeOrderRequestSchema,
      reply: orderReplySchema,
    },
    handler: ({ params }) => {
      if (params.shopId === 1) throw sold_out({ productIds: [3] });
      throw new Error('a secret of ours');
    },
  });
  registerRoute(app, 'logOut', {
    tag: 'accounts',
    summary: 'Ends the login.',
    schemas: {},
    handler: () => Promise.resolve(undefined),
  });
  registerCallback(app, '/api/wechat/pay/notify', ({ rawBody }) =>
    Promise.resolve({ text: rawBody.toString(), bytes: rawBody.length }),
  );
}

beforeEach(build);
afterEach(() => app.close());

describe('a route of the contract', () => {
  it('answers at its method and path, with what its schema declares and no more', async () => {
    const reply = await app.inject('/api/shops/7/menu');
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toEqual(MENU);
  });

  it('answers 204 when it has nothing to say', async () => {
    const reply = await app.inject({ method: 'POST', url: '/api/staff/logout' });
    expect([reply.statusCode, reply.body]).toEqual([204, '']);
  });

  it('is not stored by caches and carries a request id', async () => {
    const { headers } = await app.inject('/api/shops/7/menu');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-request-id']).toMatch(/^[\w-]{16}$/);
  });

  it.each(['0', '-1', '1.5', 'x', '0x1', '1e0', '%201', '01', '+1', '99999999999999999999'])(
    'refuses the id %s',
    async (id) => {
      const reply = await app.inject(`/api/shops/${id}/menu`);
      expect(reply.statusCode).toBe(400);
      expect(reply.json()).toMatchObject({
        error: { code: 'invalid_request', details: { issues: [{ path: 'params.shopId' }] } },
      });
    },
  );
});

describe('an error', () => {
  const post = (payload: unknown, headers: Record<string, string> = {}, shopId = 7) =>
    app.inject({
      method: 'POST',
      url: `/api/shops/${shopId}/orders`,
      headers: { 'content-type': 'application/json', ...headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });

  it('of a domain keeps its code, status, message and details', async () => {
    const reply = await post(ORDER, {}, 1);
    expect(reply.statusCode).toBe(409);
    expect(reply.json()).toEqual({
      error: { code: 'sold_out', message: 'None are left.', details: { productIds: [3] } },
    });
  });

  it('that we did not foresee goes to the log, not to the caller', async () => {
    const reply = await post(ORDER);
    expect(reply.statusCode).toBe(500);
    expect(reply.json()).toMatchObject({
      error: { code: 'internal_error', details: { requestId: reply.headers['x-request-id'] } },
    });
    expect(reply.body).not.toContain('secret');
    expect(log).toContain('a secret of ours');
  });

  it('says where a body is wrong', async () => {
    const reply = await post({ ...ORDER, lines: [{ productId: 1, quantity: 0 }] });
    expect(reply.json()).toMatchObject({
      error: { code: 'invalid_request', details: { issues: [{ path: 'body.lines.0.quantity' }] } },
    });
  });

  it.each([
    ['invalid_json', 400, '{"lines":', {}],
    ['invalid_json', 400, '', {}],
    ['invalid_json', 400, '{"__proto__":{"x":1}}', {}],
    ['body_too_large', 413, JSON.stringify({ remark: 'x'.repeat(70_000) }), {}],
    ['unsupported_media_type', 415, 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['unsupported_media_type', 415, '{}', { 'content-type': 'text/plain' }],
  ])('%s is answered with %i', async (code, status, payload, headers) => {
    const reply = await post(payload, headers);
    expect([reply.statusCode, reply.json<{ error: { code: string } }>().error.code]).toEqual([status, code]);
  });

  it.each(['/api/nothing', '/nothing', '/api/shops/%zz/menu'])('not_found is answered at %s', async (url) => {
    const reply = await app.inject(url);
    expect([reply.statusCode, reply.json<{ error: { code: string } }>().error.code]).toEqual([
      404,
      'not_found',
    ]);
  });
});

describe('a request from elsewhere', () => {
  const logOut = (headers: Readonly<Record<string, string | undefined>>) =>
    app.inject({ method: 'POST', url: '/api/staff/logout', headers: { host: 'shop.example', ...headers } });

  it.each([
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ])('is refused when a browser sends it from a foreign page: %o', async (headers) => {
    const reply = await logOut(headers);
    expect(reply.statusCode).toBe(403);
    expect(reply.json()).toMatchObject({ error: { code: 'cross_origin_refused' } });
  });

  it.each([
    {},
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://shop.example' },
    { origin: 'https://shop.example', host: 'behind-a-proxy' },
  ])('is taken from our own pages and from programs: %o', async (headers) => {
    expect((await logOut(headers)).statusCode).toBe(204);
  });

  it('may read, for the cookies of our pages do not go with it', async () => {
    const reply = await app.inject({ url: '/api/shops/7/menu', headers: { origin: 'https://evil.example' } });
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('a route', () => {
  const nobody = defineErrors({ nobody: { status: 401, message: 'Log in.' } }).nobody;
  const asked: Rule[] = [];

  beforeEach(() => {
    asked.length = 0;
    guard = (rule) => {
      asked.push(rule);
      return Promise.reject(nobody());
    };
  });
  afterEach(() => {
    guard = () => Promise.resolve();
  });

  it('is for those whom the contract names, and nothing is read of what others send', async () => {
    const headers = { 'content-type': 'application/json' };
    const reply = await app.inject({ method: 'POST', url: '/api/shops/7/orders', headers, payload: '{"x' });
    expect([reply.statusCode, reply.json<{ error: { code: string } }>().error.code]).toEqual([401, 'nobody']);
    expect(asked).toEqual(['buyer']);
  });

  it.each([{ 'sec-fetch-mode': 'navigate' }, { accept: 'text/html,*/*;q=0.8' }])(
    'leads to the login who goes there as to a page, and from there to the page it belongs to: %o',
    async (headers) => {
      app.get('/table.csv', { config: { for: 'manager', page: '/shops/7/report' } }, () => 'secret');
      const reply = await app.inject({ url: '/table.csv', headers });
      expect([reply.statusCode, reply.headers.location]).toEqual([
        302,
        '/console/login?return=%2Fshops%2F7%2Freport',
      ]);
      expect(reply.body).not.toContain('secret');
    },
  );

  it.each([
    ['GET', { 'sec-fetch-mode': 'cors', accept: 'text/html' }],
    ['GET', { accept: 'application/json' }],
    ['POST', { 'sec-fetch-mode': 'navigate', accept: 'text/html' }],
  ] as const)('is refused to the calls of programs and scripts: %s %o', async (method, headers) => {
    app.route({ method, url: '/here', config: { for: 'staff' }, handler: () => 'secret' });
    const reply = await app.inject({ method, url: '/here', headers });
    expect([reply.statusCode, reply.json<{ error: { code: string } }>().error.code]).toEqual([401, 'nobody']);
  });

  it('that does not say whom it is for keeps the server from starting', async () => {
    app.get('/open', () => 'secret');
    await expect(app.ready()).rejects.toThrow('config.for): GET /open, HEAD /open');
  });
});

describe('a callback', () => {
  it('gets the bytes as they were signed, whatever they claim to be', async () => {
    for (const type of ['application/json', 'text/plain', 'application/octet-stream']) {
      const reply = await app.inject({
        method: 'POST',
        url: '/api/wechat/pay/notify',
        headers: { 'content-type': type },
        payload: '{"a" :1}\n',
      });
      expect(reply.json()).toEqual({ text: '{"a" :1}\n', bytes: 9 });
    }
  });

  it('gets no bytes when there are none', async () => {
    const reply = await app.inject({ method: 'POST', url: '/api/wechat/pay/notify' });
    expect(reply.json()).toEqual({ text: '', bytes: 0 });
  });
});

describe('the limit of requests', () => {
  it('is per minute and address, and says how long to wait', async () => {
    await app.close();
    maxRequestsPerMinute = 2;
    await build();
    maxRequestsPerMinute = 1000;
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
    await app.close();
    maxRequestsPerMinute = 1;
    await build();
    maxRequestsPerMinute = 1000;
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

describe('the connections', () => {
  it('are limited in number, and in the time that a request may take to arrive', () => {
    expect(app.server).toMatchObject({
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      maxConnections: 60_000,
    });
  });
});

describe('the client’s address', () => {
  it.each([
    [0, '127.0.0.1'],
    [1, '192.0.2.7'],
    [2, '203.0.113.9'],
    [3, '203.0.113.9'],
  ])('is as many steps away as proxies are trusted: %i', async (hops, address) => {
    await app.close();
    trustedProxies = hops;
    await build();
    trustedProxies = 0;
    app.get('/address', { config: { for: 'everybody' } }, (request) => ({
      ip: request.ip,
      same: clientAddress(request.raw, hops),
    }));
    // The client wrote the first itself; the proxy appended the second, which it saw.
    const reply = await app.inject({
      url: '/address',
      headers: { 'x-forwarded-for': '203.0.113.9, 192.0.2.7' },
    });
    expect(reply.json()).toEqual({ ip: address, same: address });
  });
});

describe('the API documents', () => {
  it('describe every route of the contract in OpenAPI 3.1', async () => {
    const document = (await app.inject('/api/docs/json')).json<{
      openapi: string;
      paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
    }>();
    expect(document.openapi).toBe('3.1.0');
    const place = document.paths['/api/shops/{shopId}/orders']?.post;
    expect(place).toMatchObject({ operationId: 'placeOrder', summary: 'Places an order.' });
    expect(Object.keys(place?.responses ?? {})).toEqual(['200', '4XX', '5XX']);
    expect(document.paths['/api/wechat/pay/notify']).toBeUndefined();
  });

  it('are shown by a page that loads nothing from elsewhere', async () => {
    const page = await app.inject('/api/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('swagger-ui-bundle.js');
    expect(page.body).not.toMatch(/(src|href)="(https?:)?\/\//);
  });
});

describe('headers', () => {
  it('let pages load from this server only, and speak to its sockets', async () => {
    const { headers } = await app.inject({
      url: '/api/shops/7/menu',
      headers: { host: 'shop.example:8080' },
    });
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain(`default-src 'self'`);
    expect(policy).toContain(`connect-src 'self' ws://shop.example:8080 wss://shop.example:8080`);
    expect(policy).toContain(`frame-ancestors 'none'`);
    expect(headers['strict-transport-security']).toContain('max-age=');
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('do not repeat a host that is no host', async () => {
    const { headers } = await app.inject({ url: '/api/shops/7/menu', headers: { host: `x; script-src *` } });
    expect(headers['content-security-policy']).not.toContain('script-src *');
  });
});

describe('the log', () => {
  it('has a line per change and failure, without queries', async () => {
    await app.inject('/api/nothing?code=SECRET');
    const lines = log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { level: 30, method: 'GET', path: '/api/nothing', status: 404, msg: 'request' },
    ]);
    expect(log).not.toContain('SECRET');
  });
});
