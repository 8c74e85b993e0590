import type { Locator } from '@playwright/test';
import jsqr from 'jsqr';
import sharp from 'sharp';
import { expect } from '../fixtures.ts';

/** What a scanner reads off a screen: the QR in a picture of it. */
export async function readCode(code: Locator): Promise<string> {
  const picture = sharp(await code.screenshot()).ensureAlpha();
  const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
  const read = jsqr.default(new Uint8ClampedArray(data), info.width, info.height);
  expect(read, 'no QR is on the screen').not.toBeNull();
  return read?.data ?? '';
}
