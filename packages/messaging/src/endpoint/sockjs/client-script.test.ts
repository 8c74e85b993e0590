import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { get, post } from '../../testing/sockjs-requests.ts';
import { startSockJsServices } from '../../testing/sockjs-services.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'carillon-sockjs-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

describe('the iframe page', () => {
  // It was loaded from a CDN: a page with old browsers told a foreign host of every visitor.
  test('loads the installed sockjs-client from this server, which has it', async () => {
    const { port } = await startSockJsServices();
    const { body: page } = await get(port, '/echo/iframe.html');
    const [, address = ''] = /<script src="([^"]*)">/.exec(page) ?? [];
    expect(address).toBe('/echo/sockjs.js');
    const { status, headers, body } = await get(port, address);
    expect([status, headers['content-type']]).toEqual([200, 'application/javascript; charset=UTF-8']);
    expect(body).toContain('bootstrap_iframe');
    expect(headers['x-content-type-options']).toBe('nosniff');
    const again = await get(port, address, { 'If-None-Match': headers.etag ?? '' });
    expect([again.status, again.body]).toEqual([304, '']);
  });

  test('mentions no other host', async () => {
    const { port } = await startSockJsServices();
    expect((await get(port, '/echo/iframe.html')).body).not.toMatch(/\/\//);
  });
});

describe('the client script', () => {
  test('is the file that is named, as soon as it is there', async () => {
    const clientFile = path.join(await temporaryFolder(), 'client.js');
    const { port } = await startSockJsServices({ sockjs: { clientFile } });
    const missing = await get(port, '/echo/sockjs.js');
    expect(missing.status).toBe(404);
    expect(missing.body).toContain('install the package');
    await writeFile(clientFile, 'ours()');
    expect(await get(port, '/echo/sockjs.js')).toMatchObject({ status: 200, body: 'ours()' });
  });

  test('answers GET and nothing else', async () => {
    const { port } = await startSockJsServices();
    expect((await post(port, '/echo/sockjs.js')).status).toBe(405);
  });
});
