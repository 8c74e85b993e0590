import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MENU, makeHttp } from '../testing/test-http.ts';

const ORDER = { lines: [{ productId: 1, quantity: 2 }], totalFen: 100 };

let app: FastifyInstance;
let log: () => string;

beforeEach(async () => {
  ({ app, log } = await makeHttp());
});
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

  it('that passes by itself says after how long to try again', async () => {
    const reply = await post(ORDER, {}, 2);
    expect([reply.statusCode, reply.headers['retry-after']]).toEqual([503, '2']);
    expect(reply.json()).toMatchObject({ error: { code: 'database_busy' } });
  });

  it('that we did not foresee goes to the log, not to the caller', async () => {
    const reply = await post(ORDER);
    expect(reply.statusCode).toBe(500);
    expect(reply.json()).toMatchObject({
      error: { code: 'internal_error', details: { requestId: reply.headers['x-request-id'] } },
    });
    expect(reply.body).not.toContain('secret');
    expect(log()).toContain('a secret of ours');
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

describe('the connections', () => {
  it('are limited in number, and in the time that a request may take to arrive', () => {
    expect(app.server).toMatchObject({
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      maxConnections: 60_000,
    });
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
    const lines = log()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { level: 30, method: 'GET', path: '/api/nothing', status: 404, msg: 'request' },
    ]);
    expect(log()).not.toContain('SECRET');
  });
});
