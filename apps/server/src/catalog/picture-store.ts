import { sql } from 'kysely';
import type { Executor } from '../platform/database.ts';
import { tablesOf } from '../platform/tables-of.ts';
import type { PictureSize } from './picture-url.ts';

interface PictureTables {
  picture: {
    id: string;
    small: Buffer;
    large: Buffer;
    width: number;
    height: number;
    uploaded_at: Date;
  };
}

/** A picture as it is kept: encoded by us, in two sizes. */
export interface PreparedPicture {
  /** SHA-256 of the large one, in hex. */
  readonly id: string;
  readonly small: Buffer;
  readonly large: Buffer;
  /** Of the large one, in pixels. */
  readonly width: number;
  readonly height: number;
}

const tables = tablesOf<PictureTables>;
/** Each upload takes away so many at most that nothing uses. */
const SWEEP_LIMIT = 20;

/** Keeps a picture. One that is there already counts as uploaded now. */
export async function insertPicture(
  executor: Executor,
  picture: PreparedPicture,
  uploadedAt: Date,
): Promise<void> {
  await tables(executor)
    .insertInto('picture')
    .values({ ...picture, uploaded_at: uploadedAt })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ uploaded_at: uploadedAt }))
    .execute();
}

export async function hasPicture(executor: Executor, pictureId: string): Promise<boolean> {
  const row = await tables(executor)
    .selectFrom('picture')
    .select('id')
    .where('id', '=', pictureId)
    .executeTakeFirst();
  return row !== undefined;
}

/** The WebP of a picture. */
export async function findPicture(
  executor: Executor,
  { pictureId, size }: { pictureId: string; size: PictureSize },
): Promise<Buffer | undefined> {
  const row = await tables(executor)
    .selectFrom('picture')
    .select(size === 'small' ? 'small as bytes' : 'large as bytes')
    .where('id', '=', pictureId)
    .executeTakeFirst();
  return row && Buffer.from(row.bytes);
}

/** Removes some pictures that were uploaded before a moment and that no product shows. */
export async function deleteUnusedPictures(executor: Executor, uploadedBefore: Date): Promise<void> {
  await sql`
    delete from picture where id in (
      select id from picture
      where uploaded_at < ${uploadedBefore}
        and not exists (select from product where product.picture_id = picture.id)
      order by uploaded_at limit ${SWEEP_LIMIT}
      -- Nobody begins to show one of them meanwhile.
      for update skip locked)`.execute(executor);
}
