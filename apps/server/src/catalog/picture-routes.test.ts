import { Readable } from 'node:stream';
import type { MenuReply, PictureReply, ProductListReply } from '@carillon/contract';
import { MAX_PICTURE_BYTES } from '@carillon/contract';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../platform/database.ts';
import { testDatabases } from '../testing/databases.ts';
import { openBrowser } from '../testing/test-browser.ts';
import { openOffice } from '../testing/test-office.ts';
import type { TestOffice } from '../testing/test-office.ts';
import { formOf, makePicture } from '../testing/test-picture.ts';

const DAY_MS = 24 * 60 * 60_000;

describe.each(testDatabases())('pictures, on %s', (_name, open) => {
  let database: Database;
  let office: TestOffice;

  beforeAll(async () => {
    database = await open();
    office = await openOffice(database, '2026-11-21T04:00:00.000Z');
  });

  afterAll(async () => office.app.close());

  async function upload(file: Buffer, named?: { name?: string; type?: string }) {
    const { payload, headers } = formOf(file, named);
    return office.manager().post(office.path('pictures'), payload, headers);
  }

  async function uploaded(width: number): Promise<PictureReply['picture']> {
    return (await upload(await makePicture('png', { width, height: 90 }))).json<PictureReply>().picture;
  }

  test('are kept as WebP under the hash of what they are, for ever', async () => {
    const { url, largeUrl } = await uploaded(120);
    for (const address of [url, largeUrl]) {
      const shown = await openBrowser(office.app.http).get(address);
      expect(shown.statusCode).toBe(200);
      expect(shown.headers).toMatchObject({
        'content-type': 'image/webp',
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
      });
      expect(shown.rawPayload.toString('latin1', 8, 12)).toBe('WEBP');
    }
  });

  test('are shown by their product, on the menu and to staff', async () => {
    const { id, url, largeUrl } = await uploaded(130);
    const listed = await office.manager().get(office.path('products'));
    const [fish] = listed.json<ProductListReply>().products;
    if (!fish) throw new Error('no product');
    const { name, description, categoryId, priceFen, version } = fish;
    const fields = { name, description, categoryId, priceFen, version, optionGroups: [] };
    await office.manager().post(office.path(`products/${fish.id}`), { ...fields, pictureId: id });
    const menu = await openBrowser(office.app.http).get(`/api/shops/${office.shop.shopId}/menu`);
    expect(menu.json<MenuReply>().categories[0]?.products[0]).toMatchObject({
      pictureUrl: url,
      largePictureUrl: largeUrl,
    });
    // A day later something else is uploaded: what a product shows stays.
    await office.pass(2 * DAY_MS);
    await uploaded(140);
    expect((await openBrowser(office.app.http).get(url)).statusCode).toBe(200);
  });

  test('that nothing shows are gone a day later', async () => {
    const { id } = await uploaded(150);
    await office.pass(DAY_MS + 1);
    await uploaded(160);
    const { rows } = await sql`select from picture where id = ${id}`.execute(database.db);
    expect(rows).toEqual([]);
  });

  test.each([
    ['a script named .png', '<script>alert(1)</script>', {}, 422, 'not_a_picture'],
    [
      'an SVG with a script',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      { name: 'dish.svg', type: 'image/svg+xml' },
      415,
      'picture_kind_refused',
    ],
  ])('refuse %s', async (_what, text, named, status, code) => {
    const refused = await upload(Buffer.from(text), named);
    expect([refused.statusCode, refused.json<unknown>()]).toMatchObject([status, { error: { code } }]);
  });

  test('refuse 50 MB at their announcement, without reading them', async () => {
    let read = 0;
    const { headers } = formOf(Buffer.alloc(0));
    const payload = Readable.from(
      (function* () {
        for (; read < 50; read += 1) yield Buffer.alloc(1024 * 1024);
      })(),
    );
    const refused = await office
      .manager()
      .post(office.path('pictures'), payload, { ...headers, 'content-length': String(50 * 1024 * 1024) });
    expect([refused.statusCode, refused.headers.connection]).toEqual([413, 'close']);
    expect(refused.json<unknown>()).toMatchObject({ error: { code: 'picture_too_large' } });
    expect(read).toBeLessThan(10);
  });

  test('refuse what turns out to be too large', async () => {
    const large = Buffer.concat([await makePicture('png'), Buffer.alloc(MAX_PICTURE_BYTES)]);
    const refused = await upload(large);
    expect([refused.statusCode, refused.json<unknown>()]).toMatchObject([
      413,
      { error: { code: 'picture_too_large' } },
    ]);
  });

  test.each([
    ['JSON', { 'content-type': 'application/json' }, '{}'],
    ['a form without a file', formOf(Buffer.alloc(0)).headers, '--carillon-boundary--\r\n'],
  ])('refuse %s', async (_what, headers, payload) => {
    const refused = await office.manager().post(office.path('pictures'), payload, headers);
    expect(refused.json<unknown>()).toMatchObject({ error: { code: 'picture_missing' } });
  });

  test.each([
    '/pictures/x/small.webp',
    `/pictures/${'0'.repeat(64)}/small.webp`,
    '/pictures/../x/large.webp',
  ])('are not found at %s', async (address) => {
    expect((await openBrowser(office.app.http).get(address)).statusCode).toBe(404);
  });
});
