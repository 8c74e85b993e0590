/** The longest side that is sent. The server keeps less, so that nothing is lost by it. */
const MAX_SIDE_PX = 2_000;
/** As good as is seen on a menu. */
const QUALITY = 0.86;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a browser does with pictures. */
export interface PictureTools<Picture extends Size> {
  /** Reads a picture, turned as its camera says. Rejects when it is none. */
  readonly decode: (file: Blob) => Promise<Picture>;
  /** Writes it in a size, as that kind of file or, in a browser without that kind, as another. */
  readonly encode: (picture: Picture, size: Size, type: string) => Promise<Blob>;
}

/** As every browser of ours has them. */
export const browserTools: PictureTools<ImageBitmap> = {
  decode: (file) => createImageBitmap(file),
  async encode(picture, { width, height }, type) {
    const canvas = new OffscreenCanvas(width, height);
    canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height);
    picture.close();
    return canvas.convertToBlob({ type, quality: QUALITY });
  },
};

/**
 * Makes a picture of a phone's camera as small as a menu needs: no side above 2000 pixels. JPEG stays JPEG; others,
 * which may be see-through, become WebP. What is small, and what this browser cannot read, stays as it is: the server
 * says what is wrong with it.
 */
export async function shrinkPicture<Picture extends Size>(
  file: File,
  tools: PictureTools<Picture>,
): Promise<File> {
  try {
    const picture = await tools.decode(file);
    const share = MAX_SIDE_PX / Math.max(picture.width, picture.height);
    if (share >= 1) return file;
    const size = { width: scaled(picture.width, share), height: scaled(picture.height, share) };
    const wanted = file.type === 'image/jpeg' ? 'image/jpeg' : 'image/webp';
    const small = await tools.encode(picture, size, wanted);
    return new File([small], file.name, { type: small.type });
  } catch {
    return file;
  }
}

function scaled(side: number, share: number): number {
  return Math.max(1, Math.round(side * share));
}
