import type { PictureReply } from '@carillon/contract';
import type { Context } from '../platform/context.ts';
import { createFairTurns } from '../platform/fair-turns.ts';
import { catalogErrors } from './catalog-errors.ts';
import { deleteUnusedPictures, insertPicture } from './picture-store.ts';
import { pictureUrl } from './picture-url.ts';
import { preparePicture } from './prepare-picture.ts';

/** A picture that was uploaded and then shown by nothing is kept for so long. */
const UNUSED_KEPT_MS = 24 * 60 * 60_000;
/**
 * Each unpacked picture takes up to 200 MB: one after the other, no long queue of them in memory, and no shop that
 * fills all of it.
 */
const WAITING = { maxPerParty: 4, maxAltogether: 24 };

export type UploadPicture = (shopId: number, upload: Buffer) => Promise<PictureReply>;

/**
 * Makes the upload of pictures: each is encoded anew and kept, and some of those that nothing shows any more go.
 * What it makes throws `not_a_picture`, `picture_kind_refused`, `picture_too_many_pixels` and `pictures_busy`.
 */
export function createUploadPicture({ database, clock }: Pick<Context, 'database' | 'clock'>): UploadPicture {
  const turns = createFairTurns(WAITING);
  return async (shopId, upload) => {
    const preparing = turns.run(shopId, async () => preparePicture(upload));
    if (preparing === undefined) throw catalogErrors.pictures_busy();
    const picture = await preparing;
    const now = clock.now();
    await database.transaction(async (tx) => {
      await deleteUnusedPictures(tx, new Date(now.getTime() - UNUSED_KEPT_MS));
      await insertPicture(tx, picture, now);
    });
    const { id, width, height } = picture;
    const [url, largeUrl] = [pictureUrl(id, 'small'), pictureUrl(id, 'large')];
    return { picture: { id, url, largeUrl, width, height } };
  };
}
