import sharp from 'sharp';

export type PictureKind = 'jpeg' | 'png' | 'webp' | 'gif';

/** A picture of one colour, with who took it where in its metadata. */
export async function makePicture(
  kind: PictureKind,
  { width = 800, height = 600 }: { width?: number; height?: number } = {},
): Promise<Buffer> {
  const picture = sharp({ create: { width, height, channels: 3, background: '#8a5a24' } });
  const tagged = picture.withExif({ IFD0: { Artist: 'Chen', Copyright: 'Lane 1' } });
  return tagged.toFormat(kind).toBuffer();
}

/** A form with one file, as a browser sends it. */
export function formOf(
  file: Buffer,
  { name = 'dish.png', type = 'image/png' } = {},
): { payload: Buffer; headers: Record<string, string> } {
  const boundary = 'carillon-boundary';
  const head =
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n` +
    `Content-Type: ${type}\r\n\r\n`;
  return {
    payload: Buffer.concat([Buffer.from(head), file, Buffer.from(`\r\n--${boundary}--\r\n`)]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}
