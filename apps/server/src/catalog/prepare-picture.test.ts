import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { makePicture } from '../testing/test-picture.ts';
import { preparePicture } from './prepare-picture.ts';

/** A PNG by hand: its head may promise more than is in it. */
function pngOf(
  { width, height, interlace = 0 }: { width: number; height: number; interlace?: number },
  rows: Buffer,
): Buffer {
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  // Eight bits of grey per pixel.
  const head = Buffer.concat([size, Buffer.from([8, 0, 0, 0, interlace])]);
  const parts = [chunkOf('IHDR', head), chunkOf('IDAT', deflateSync(rows)), chunkOf('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}

function chunkOf(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

describe('preparePicture', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('encodes a %s anew, in two sizes', async (kind) => {
    const { small, large, ...prepared } = await preparePicture(
      await makePicture(kind, { width: 2_400, height: 1_200 }),
    );
    expect(prepared).toMatchObject({ width: 1_200, height: 600 });
    expect(await sharp(small).metadata()).toMatchObject({ format: 'webp', width: 320, height: 160 });
    expect(await sharp(large).metadata()).toMatchObject({ format: 'webp', width: 1_200, height: 600 });
  });

  test('does not enlarge what is small', async () => {
    const { small, width, height } = await preparePicture(
      await makePicture('png', { width: 40, height: 30 }),
    );
    expect([width, height, (await sharp(small).metadata()).width]).toEqual([40, 30, 40]);
  });

  test('leaves behind who took it and where', async () => {
    const upload = await makePicture('jpeg');
    expect((await sharp(upload).metadata()).exif).toBeDefined();
    const { large } = await preparePicture(upload);
    expect((await sharp(large).metadata()).exif).toBeUndefined();
    expect(large.includes('Chen')).toBe(false);
  });

  test('turns it as the camera was held', async () => {
    const lying = await sharp(await makePicture('jpeg', { width: 60, height: 40 }))
      .withMetadata({ orientation: 6 })
      .toBuffer();
    expect(await preparePicture(lying)).toMatchObject({ width: 40, height: 60 });
  });

  test('names a picture by what is in it', async () => {
    const [one, again, other] = [
      await preparePicture(await makePicture('png')),
      await preparePicture(await makePicture('png')),
      await preparePicture(await makePicture('png', { width: 700 })),
    ];
    expect(one.id).toMatch(/^[0-9a-f]{64}$/);
    expect(again.id).toBe(one.id);
    expect(other.id).not.toBe(one.id);
  });

  test.each([
    ['a script', '<script>alert(1)</script>', 'not_a_picture'],
    ['a program', '#!/bin/sh\nrm -rf /\n', 'not_a_picture'],
    ['nothing', '', 'not_a_picture'],
    [
      'an SVG',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      'picture_kind_refused',
    ],
    [
      'an SVG behind a declaration',
      '\ufeff<?xml version="1.0"?>\n<!-- drawn --><svg onload="alert(1)"/>',
      'picture_kind_refused',
    ],
  ])('refuses %s', async (_what, text, code) => {
    await expect(preparePicture(Buffer.from(text))).rejects.toMatchObject({ code });
  });

  test('refuses a GIF', async () => {
    await expect(preparePicture(await makePicture('gif', { width: 8, height: 8 }))).rejects.toMatchObject({
      code: 'picture_kind_refused',
    });
  });

  test('refuses a script behind the first bytes of a picture', async () => {
    const polyglot = Buffer.concat([
      Buffer.from('\xff\xd8\xff\xe0', 'latin1'),
      Buffer.from('<script>alert(1)</script>'),
    ]);
    await expect(preparePicture(polyglot)).rejects.toMatchObject({ code: 'not_a_picture' });
  });

  test('keeps nothing of a page that was hung behind a picture', async () => {
    const upload = Buffer.concat([await makePicture('jpeg'), Buffer.from('<script>alert(1)</script>')]);
    const { small, large } = await preparePicture(upload);
    expect(Buffer.concat([small, large]).includes('<script>')).toBe(false);
  });

  test('refuses half a picture', async () => {
    const whole = await makePicture('png');
    const half = whole.subarray(0, whole.length / 2);
    await expect(preparePicture(half)).rejects.toMatchObject({ code: 'not_a_picture' });
  });

  // 200 kB that would become 2.5 GB.
  test('refuses more pixels than may be, without unpacking them', async () => {
    const bomb = pngOf({ width: 50_000, height: 50_000 }, Buffer.alloc(50_001 * 100));
    await expect(preparePicture(bomb)).rejects.toMatchObject({
      code: 'picture_too_many_pixels',
      details: { pixels: 2_500_000_000 },
    });
  });

  test('refuses an interlaced one, which is unpacked seven times, at fewer pixels', async () => {
    const slow = pngOf({ width: 7_000, height: 7_000, interlace: 1 }, Buffer.alloc(7_001 * 100));
    await expect(preparePicture(slow)).rejects.toMatchObject({
      code: 'picture_too_many_pixels',
      details: { pixels: 49_000_000, maxPixels: 16_000_000 },
    });
  });

  test('refuses rows that unpack to more than the head says', async () => {
    const bomb = pngOf({ width: 10, height: 10 }, Buffer.alloc(50_000_000));
    const prepared = preparePicture(bomb).then(({ width, height }) => ({ width, height }));
    // What is beyond the head is never read: either way no more than these pixels are kept.
    await expect(prepared).resolves.toEqual({ width: 10, height: 10 });
  });
});
