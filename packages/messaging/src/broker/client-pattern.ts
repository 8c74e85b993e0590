import { AntPattern, segmentsOf } from '../core/ant-pattern.ts';
import type { Separator } from '../core/ant-pattern.ts';
import { antPiecesOf } from '../core/ant-pieces.ts';
import { MessagingError } from '../core/errors.ts';

/** `**` counts as two. Every message may be compared with every stranger's pattern. */
const MAX_WILDCARDS = 8;

/**
 * Reads a pattern that a client subscribes to. Regular expressions are refused: they are as slow as their
 * author wants. Throws MessagingError `unsupported_pattern`.
 */
export function readClientPattern(text: string, separator: Separator): AntPattern {
  const pieces = segmentsOf(text, separator).flatMap(antPiecesOf);
  const wildcards = pieces.filter(({ kind }) => kind !== 'text').length;
  if (wildcards > MAX_WILDCARDS || pieces.some(({ kind }) => kind === 'expression')) {
    throw new MessagingError('unsupported_pattern', text);
  }
  return new AntPattern(text, separator);
}
