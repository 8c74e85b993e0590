import { antPiecesOf } from './ant-pieces.ts';
import type { AntPiece } from './ant-pieces.ts';

/** Values of variables, by name. */
export type AntVariables = Record<string, string>;

/** One segment of an Ant pattern, as a test of one segment of a destination. */
export interface AntSegment {
  /** `literal` has no wildcard; `any` fits every segment; `deep`, `**`, any number of segments. */
  readonly kind: 'literal' | 'any' | 'deep' | 'some';
  readonly text: string;
  /** Says whether a segment fits, and if so what its variables stand for, where that is asked for. */
  matches(text: string, variables?: AntVariables): boolean;
}

/** Prepares one segment of a pattern. Throws SyntaxError for a regular expression that is none. */
export function antSegment(text: string): AntSegment {
  if (text === '**') return { kind: 'deep', text, matches: () => true };
  const pieces = antPiecesOf(text);
  if (pieces.every(({ kind }) => kind === 'text')) {
    return { kind: 'literal', text, matches: (other) => other === text };
  }
  if (pieces.some(({ kind }) => kind === 'expression')) {
    return { kind: 'some', text, matches: expressionMatcher(pieces) };
  }
  const kind = pieces.every((piece) => piece.kind === 'many') ? 'any' : 'some';
  return { kind, text, matches: globMatcher(pieces) };
}

function expressionMatcher(pieces: readonly AntPiece[]): AntSegment['matches'] {
  const names: string[] = [];
  const source = pieces.map((piece) => {
    if (piece.kind === 'text') return piece.text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
    if (piece.kind === 'one') return '.';
    if (piece.kind === 'many' && piece.name === undefined) return '.*';
    names.push(piece.name ?? '');
    return `(?<_${names.length}>${piece.kind === 'expression' ? piece.source : '.*'})`;
  });
  const expression = new RegExp(`^(?:${source.join('')})$`, 'su');
  return (text, variables) => {
    const groups = expression.exec(text);
    if (groups && variables) {
      for (const [index, name] of names.entries()) variables[name] = groups.groups?.[`_${index + 1}`] ?? '';
    }
    return groups !== null;
  };
}

/** What a glob is compared by: a UTF-16 unit as it is, or one of the two that follow. */
type Token = number;
/** One character, of one or two units. */
const ONE = -1;
/** Any number of characters. */
const MANY = -2;

/**
 * Compares from the right. A `*` takes as little there as it can, which leaves the first one, as in a
 * greedy regular expression, the most; and as only the last `*` met is ever widened, the work is bounded
 * by the two lengths multiplied, whatever strangers write into patterns and destinations.
 */
function globMatcher(pieces: readonly AntPiece[]): AntSegment['matches'] {
  const tokens = pieces.flatMap(tokensOf);
  const names = pieces.filter(({ kind }) => kind === 'many').map((piece) => 'name' in piece && piece.name);
  return (text, variables) => {
    const ends: number[] = [];
    const starts: number[] = [];
    let at = text.length;
    let token = tokens.length;
    let lastMany = -1;
    while (at > 0) {
      const wanted = tokens[token - 1];
      if (wanted === MANY) {
        lastMany = token -= 1;
        ends.push(at);
        starts.push(at);
      } else if (wanted === ONE) {
        at -= widthBefore(text, at);
        token -= 1;
      } else if (wanted !== undefined && wanted === text.charCodeAt(at - 1)) {
        at -= 1;
        token -= 1;
      } else if (lastMany >= 0) {
        const widened = starts.length - 1;
        at = (starts[widened] ?? 0) - widthBefore(text, starts[widened] ?? 0);
        starts[widened] = at;
        token = lastMany;
      } else {
        return false;
      }
    }
    while (tokens[token - 1] === MANY) token -= 1;
    if (token > 0) return false;
    if (variables) {
      // Counted from the right; those that were not met have nothing left to stand for.
      for (const [index, name] of names.entries()) {
        const met = names.length - 1 - index;
        if (typeof name === 'string') variables[name] = text.slice(starts[met] ?? 0, ends[met] ?? 0);
      }
    }
    return true;
  };
}

function tokensOf(piece: AntPiece): Token[] {
  if (piece.kind === 'one') return [ONE];
  if (piece.kind !== 'text') return [MANY];
  return Array.from({ length: piece.text.length }, (_, index) => piece.text.charCodeAt(index));
}

/** The UTF-16 units of the character that ends at `at`. */
function widthBefore(text: string, at: number): number {
  const isPair = at > 1 && isLow(text.charCodeAt(at - 1)) && isHigh(text.charCodeAt(at - 2));
  return isPair ? 2 : 1;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
