import { createHash } from 'node:crypto';
import { MAX_PICTURE_PIXELS } from '@carillon/contract';
import sharp from 'sharp';
import { catalogErrors } from './catalog-errors.ts';
import type { PreparedPicture } from './picture-store.ts';
import { sniffPicture } from './sniff-picture.ts';

/** Sides of the boxes that pictures are fitted into: twice what a row of the menu and a dish's page take. */
const SMALL_PX = 320;
const LARGE_PX = 1_200;
const QUALITY = 80;
const TIME_LIMIT_SECONDS = 10;
/** An interlaced or progressive picture is unpacked several times over, and wholly before it is made smaller. */
const MAX_PROGRESSIVE_PIXELS = 16_000_000;

/**
 * Makes of an upload what is kept of it: the pixels alone, turned as the camera was held, as WebP in two sizes.
 * Whatever else was in the file, such as where it was taken, stays behind; and what the browser gets was written
 * by us, byte for byte.
 * @throws not_a_picture, picture_kind_refused, picture_too_many_pixels
 */
export async function preparePicture(upload: Buffer): Promise<PreparedPicture> {
  const kind = sniffPicture(upload);
  if (kind === undefined) throw catalogErrors.not_a_picture();
  if (kind === 'other') throw catalogErrors.picture_kind_refused();
  await checkPixels(upload);
  try {
    const [small, large] = [await encode(upload, SMALL_PX), await encode(upload, LARGE_PX)];
    return {
      id: createHash('sha256').update(large.data).digest('hex'),
      small: small.data,
      large: large.data,
      width: large.info.width,
      height: large.info.height,
    };
  } catch (error) {
    throw catalogErrors.not_a_picture(undefined, error);
  }
}

/** Reads the head of the file only: what would unpack to gigabytes is never unpacked. */
async function checkPixels(upload: Buffer): Promise<void> {
  const { width, height, isProgressive } = await sharp(upload, { limitInputPixels: false })
    .metadata()
    .catch((error: unknown) => {
      throw catalogErrors.not_a_picture(undefined, error);
    });
  const pixels = width * height;
  const maxPixels = isProgressive ? MAX_PROGRESSIVE_PIXELS : MAX_PICTURE_PIXELS;
  if (pixels > maxPixels) throw catalogErrors.picture_too_many_pixels({ pixels, maxPixels });
}

async function encode(upload: Buffer, sidePx: number) {
  return (
    sharp(upload, { limitInputPixels: MAX_PICTURE_PIXELS, failOn: 'error', sequentialRead: true })
      .timeout({ seconds: TIME_LIMIT_SECONDS })
      .autoOrient()
      .resize({ width: sidePx, height: sidePx, fit: 'inside', withoutEnlargement: true })
      // No metadata goes over unless asked for; colours become sRGB.
      .webp({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true })
  );
}
