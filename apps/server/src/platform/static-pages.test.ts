import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { servePages } from './static-pages.ts';

let folder: string;
let app: FastifyInstance;
beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'carillon-pages-'));
  for (const page of ['storefront', 'console']) {
    fs.mkdirSync(path.join(folder, page, 'assets'), { recursive: true });
    fs.writeFileSync(path.join(folder, page, 'index.html'), `<title>${page}</title>`);
    fs.writeFileSync(path.join(folder, page, 'assets/app-1a2b3c.js'), `'${page}'`);
    fs.writeFileSync(path.join(folder, page, 'mark.svg'), '<svg/>');
  }
  fs.writeFileSync(path.join(folder, 'secret.txt'), 'SECRET');
  app = Fastify();
  await servePages(app, {
    storefront: path.join(folder, 'storefront'),
    console: path.join(folder, 'console'),
  });
});
afterEach(async () => {
  await app.close();
  fs.rmSync(folder, { recursive: true });
});

describe('pages', () => {
  it.each([
    ['/', 'storefront'],
    ['/t/A7K2', 'storefront'],
    ['/orders/17?from=pay', 'storefront'],
    ['/console/', 'console'],
    ['/console/board', 'console'],
  ])('%s is answered with the index of the %s, asked for anew each time', async (url, page) => {
    const reply = await app.inject(url);
    expect(reply.statusCode).toBe(200);
    expect(reply.body).toBe(`<title>${page}</title>`);
    expect(reply.headers['content-type']).toContain('text/html');
    expect(reply.headers['cache-control']).toBe('no-cache');
  });

  it('of the console begin behind its slash', async () => {
    const reply = await app.inject('/console');
    expect([reply.statusCode, reply.headers.location]).toEqual([301, '/console/']);
  });

  it.each(['/assets/app-1a2b3c.js', '/console/assets/app-1a2b3c.js'])('%s is kept for ever', async (url) => {
    const reply = await app.inject(url);
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['content-type']).toContain('javascript');
    expect(reply.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  });

  it('answers HEAD', async () => {
    expect((await app.inject({ method: 'HEAD', url: '/' })).statusCode).toBe(200);
  });

  it('asks for other files anew, and answers 304 when they are the same', async () => {
    const reply = await app.inject('/mark.svg');
    expect(reply.headers['cache-control']).toBe('no-cache');
    const again = await app.inject({
      url: '/mark.svg',
      headers: { 'if-none-match': String(reply.headers.etag) },
    });
    expect(again.statusCode).toBe(304);
  });

  it.each([
    '/assets/gone-000.js',
    '/gone.png',
    '/api/nothing',
    '/ws/staff',
    '/pictures/gone',
    '/console/gone.js',
  ])('%s is not found, rather than a page', async (url) => {
    expect((await app.inject(url)).statusCode).toBe(404);
  });

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/console/..%2f..%2fsecret.txt',
    '/%00',
  ])('%s leads nowhere', async (url) => {
    expect((await app.inject(url)).body).not.toContain('SECRET');
  });

  it('that are not built say how to build them, in both languages', async () => {
    fs.rmSync(path.join(folder, 'storefront'), { recursive: true });
    const reply = await app.inject('/');
    expect(reply.statusCode).toBe(503);
    expect(reply.body).toContain('页面还没有构建');
    expect(reply.body).toContain('npm run build');
  });
});
