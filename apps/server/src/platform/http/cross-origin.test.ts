import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { refuseCrossOrigin } from './cross-origin.ts';

async function statusOf(
  headers: Record<string, string>,
  { publicUrl, trustProxy = false }: { publicUrl?: string; trustProxy?: boolean } = {},
): Promise<number> {
  const app = Fastify({ trustProxy });
  refuseCrossOrigin(app, publicUrl);
  app.setErrorHandler((error: { statusCode?: number; status?: number }, _request, reply) =>
    reply.code(error.status ?? 500).send(),
  );
  app.post('/', (_request, reply) => reply.code(204).send());
  const { statusCode } = await app.inject({ method: 'POST', url: '/', headers });
  await app.close();
  return statusCode;
}

test.each([
  // The proxy that we trust says how the browser came.
  ['https://shop.example', { 'x-forwarded-proto': 'https' }, { trustProxy: true }, 204],
  ['http://shop.example', { 'x-forwarded-proto': 'https' }, { trustProxy: true }, 403],
  ['https://shop.example', { 'x-forwarded-proto': 'http' }, { trustProxy: true }, 403],
  // Our public address says it.
  ['https://shop.example', {}, { publicUrl: 'https://shop.example' }, 204],
  ['http://shop.example', {}, { publicUrl: 'https://shop.example' }, 403],
  // At another of our addresses, and without either, TLS may end in front of us unseen.
  ['https://shop.example', {}, { publicUrl: 'https://other.example' }, 204],
  ['https://shop.example', { 'x-forwarded-proto': 'http' }, {}, 204],
  ['https://shop.example', {}, {}, 204],
  ['http://shop.example', {}, {}, 204],
  ['http://shop.example:81', {}, {}, 403],
])('a page at %s, with %o and %o, is answered %i', async (origin, more, options, status) => {
  expect(await statusOf({ host: 'shop.example', origin, ...more }, options)).toBe(status);
});
