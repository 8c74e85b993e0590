import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeHttp } from '../../testing/test-http.ts';
import { defineErrors } from '../errors.ts';
import type { Rule } from './guard.ts';

describe('a route', () => {
  const nobody = defineErrors({ nobody: { status: 401, message: 'Log in.' } }).nobody;
  const asked: Rule[] = [];
  let app: FastifyInstance;

  beforeEach(async () => {
    asked.length = 0;
    ({ app } = await makeHttp({
      guard: (_request, rule) => {
        asked.push(rule);
        return Promise.reject(nobody());
      },
    }));
  });
  afterEach(() => app.close());

  it('is for those whom the contract names, and nothing is read of what others send', async () => {
    const headers = { 'content-type': 'application/json' };
    const reply = await app.inject({ method: 'POST', url: '/api/shops/7/orders', headers, payload: '{"x' });
    expect([reply.statusCode, reply.json<{ error: { code: string } }>().error.code]).toEqual([401, 'nobody']);
    expect(asked).toEqual(['buyer']);
  });

  it.each([{ 'sec-fetch-mode': 'navigate' }, { accept: 'text/html,*/*;q=0.8' }])(
    'leads to the login who goes there as to a page, and from there to the page it belongs to: %o',
    async (headers) => {
      const config = { for: 'manager', page: '/shops/:shopId/report' } as const;
      app.get('/shops/:shopId/table.csv', { config }, () => 'secret');
      const reply = await app.inject({ url: '/shops/7/table.csv', headers });
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
