/** Pictures come in two sizes: for a row of the menu, and for the page about one dish. */
export type PictureSize = 'small' | 'large';

/** Where an uploaded picture is. What is there never changes: the id is the hash of it. */
export function pictureUrl(pictureId: string, size: PictureSize): string {
  return `/pictures/${pictureId}/${size}.webp`;
}

/** Where the pictures of a product are; empty when it has none. */
export function picturesOf({
  picture_id: id,
  picture_path: path,
}: {
  picture_id: string | null;
  picture_path: string;
}): {
  pictureUrl: string;
  largePictureUrl: string;
} {
  if (id === null) return { pictureUrl: path, largePictureUrl: path };
  return { pictureUrl: pictureUrl(id, 'small'), largePictureUrl: pictureUrl(id, 'large') };
}
