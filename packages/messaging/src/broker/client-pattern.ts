import { AntPattern, segmentsOf } from '../core/ant-pattern.ts';
import type { Separator } from '../core/ant-pattern.ts';
import { antPiecesOf } from '../core/ant-pieces.ts';
import type { AntPiece } from '../core/ant-pieces.ts';
import { antSegment } from '../core/ant-segment.ts';
import { MessagingError } from '../core/errors.ts';

/** `**` counts as two. Every message may be compared with every stranger's pattern. */
const MAX_WILDCARDS = 8;
const MAX_SEGMENTS = 16;
/** Segments between one `**` and another float: they are looked for everywhere in a destination. */
const MAX_FLOATING_SEGMENTS = 2;
/** Letters between one `*` of a segment and another: the same within the segment. */
const MAX_FLOATING_LETTERS = 16;

/**
 * Reads a pattern that a client subscribes to, as long as it can be compared about as fast as a message is
 * delivered: then a pattern costs others no more than the plain subscriptions do that anybody may have. A
 * regular expression is as slow as its author wants; and what floats is found fast as long as it is plain
 * text, or fits everything. Throws MessagingError `unsupported_pattern`.
 */
export function readClientPattern(text: string, separator: Separator): AntPattern {
  const segments = segmentsOf(text, separator);
  const pieces = segments.map(antPiecesOf);
  const isSimple =
    segments.length <= MAX_SEGMENTS &&
    pieces.flat().filter(({ kind }) => kind !== 'text').length <= MAX_WILDCARDS &&
    pieces.flat().every(({ kind }) => kind !== 'expression') &&
    isFoundFast(between(segments, (segment) => segment === '**')) &&
    pieces.every(isFoundFastWithin);
  if (!isSimple) throw new MessagingError('unsupported_pattern', text);
  return new AntPattern(text, separator);
}

/** Of the segments that float. */
function isFoundFast(segments: readonly string[]): boolean {
  const kinds = segments.map((segment) => antSegment(segment).kind);
  return segments.length <= MAX_FLOATING_SEGMENTS && !kinds.includes('some');
}

/** Of a segment, in which letters may float. */
function isFoundFastWithin(pieces: readonly AntPiece[]): boolean {
  const floating = between(pieces, ({ kind }) => kind === 'many');
  const letters = floating.map((piece) => (piece.kind === 'text' ? piece.text.length : Infinity));
  return letters.reduce((sum, length) => sum + length, 0) <= MAX_FLOATING_LETTERS;
}

/** What stands between the first and the last of those that are meant, without these. */
function between<Item>(items: readonly Item[], isMeant: (item: Item) => boolean): Item[] {
  const first = items.findIndex(isMeant);
  return items.slice(first, items.findLastIndex(isMeant)).filter((item) => !isMeant(item));
}
