import { describe, expect, it, onTestFinished } from 'vitest';
import { makeHttp } from '../../testing/test-http.ts';
import { clientAddress } from './client-address.ts';

describe('the client’s address', () => {
  it.each([
    [0, '127.0.0.1'],
    [1, '192.0.2.7'],
    [2, '203.0.113.9'],
    [3, '203.0.113.9'],
  ])('is as many steps away as proxies are trusted: %i', async (hops, address) => {
    const { app } = await makeHttp({ trustedProxies: hops });
    onTestFinished(() => app.close());
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
