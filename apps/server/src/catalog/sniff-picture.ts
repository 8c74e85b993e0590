/** What begins an upload: a kind that we take, another kind of picture, or nothing that we know. */
export type SniffedKind = 'jpeg' | 'png' | 'webp' | 'other' | undefined;

/** How far into a text an SVG may begin: behind a byte order mark, declarations and comments. */
const SVG_LOOK_BYTES = 4_096;

const KINDS: readonly { kind: SniffedKind; at: number; bytes: string }[] = [
  { kind: 'jpeg', at: 0, bytes: '\xff\xd8\xff' },
  { kind: 'png', at: 0, bytes: '\x89PNG\r\n\x1a\n' },
  { kind: 'webp', at: 8, bytes: 'WEBPVP8' },
  { kind: 'other', at: 0, bytes: 'GIF8' },
  { kind: 'other', at: 0, bytes: 'BM' },
  { kind: 'other', at: 0, bytes: 'II*\0' },
  { kind: 'other', at: 0, bytes: 'MM\0*' },
  // ISO base media files: HEIC of iPhones, AVIF.
  { kind: 'other', at: 4, bytes: 'ftyp' },
];

/**
 * Says what a file is by its own first bytes, never by its name or by what the browser says of it (WHATWG MIME
 * Sniffing, 6.1). Nothing is decoded that does not begin like one of the three kinds that we take: above all no SVG,
 * which is a document that may hold scripts.
 */
export function sniffPicture(bytes: Buffer): SniffedKind {
  const found = KINDS.find(
    ({ at, bytes: magic }) => bytes.toString('latin1', at, at + magic.length) === magic,
  );
  if (found) return found.kind;
  return /<svg[\s>]/i.test(bytes.toString('latin1', 0, SVG_LOOK_BYTES)) ? 'other' : undefined;
}
