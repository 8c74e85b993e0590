import { AntPattern, segmentsOf } from '../core/ant-pattern.ts';
import type { Separator } from '../core/ant-pattern.ts';
import { antPiecesOf } from '../core/ant-pieces.ts';
import type { AntPiece } from '../core/ant-pieces.ts';
import { MessagingError } from '../core/errors.ts';

/** `**` counts as two. Every message may be compared with every stranger's pattern. */
const MAX_WILDCARDS = 8;
const MAX_SEGMENTS = 16;
/** Segments between one `**` and another: they are looked for everywhere in a destination. */
const MAX_FLOATING_SEGMENTS = 2;
/** Letters between one `*` of a segment and another: the same within the segment. */
const MAX_FLOATING_LETTERS = 16;

/**
 * Reads a pattern that a client subscribes to, as long as it can be compared about as fast as a message is
 * delivered; a regular expression is as slow as its author wants. Throws MessagingError `unsupported_pattern`.
 */
export function readClientPattern(text: string, separator: Separator): AntPattern {
  const segments = segmentsOf(text, separator);
  const pieces = segments.map(antPiecesOf);
  const isSimple =
    segments.length <= MAX_SEGMENTS &&
    pieces.flat().filter(({ kind }) => kind !== 'text').length <= MAX_WILDCARDS &&
    !pieces.flat().some(({ kind }) => kind === 'expression') &&
    between(segments, (segment) => segment === '**').length <= MAX_FLOATING_SEGMENTS &&
    pieces.every((some) => lettersBetween(some) <= MAX_FLOATING_LETTERS);
  if (!isSimple) throw new MessagingError('unsupported_pattern', text);
  return new AntPattern(text, separator);
}

function lettersBetween(pieces: readonly AntPiece[]): number {
  return between(pieces, ({ kind }) => kind === 'many').reduce(
    (sum, piece) => sum + (piece.kind === 'text' ? piece.text.length : 1),
    0,
  );
}

/** What stands between the first and the last of those that are meant, without these. */
function between<Item>(items: readonly Item[], isMeant: (item: Item) => boolean): Item[] {
  const first = items.findIndex(isMeant);
  return items.slice(first, items.findLastIndex(isMeant)).filter((item) => !isMeant(item));
}
