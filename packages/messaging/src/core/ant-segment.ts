import { globMatcher } from './ant-glob.ts';
import { antPiecesOf } from './ant-pieces.ts';
import type { AntPiece } from './ant-pieces.ts';

/** Values of variables, by name. */
export type AntVariables = Record<string, string>;

/** One segment of an Ant pattern, as a test of one segment of a destination. */
export interface AntSegment {
  /** `literal` has no wildcard; `any` fits every segment; `deep`, `**`, any number of segments. */
  readonly kind: 'literal' | 'any' | 'deep' | 'some';
  readonly text: string;
  /** What every text that fits begins with. */
  readonly prefix: string;
  /** Says whether a segment fits, and if so what its variables stand for, where that is asked for. */
  matches(text: string, variables?: AntVariables): boolean;
}

/** Prepares one segment of a pattern. Throws SyntaxError for a regular expression that is none. */
export function antSegment(text: string): AntSegment {
  if (text === '**') return { kind: 'deep', text, prefix: '', matches: () => true };
  const pieces = antPiecesOf(text);
  if (pieces.every(({ kind }) => kind === 'text')) {
    return { kind: 'literal', text, prefix: text, matches: (other) => other === text };
  }
  const prefix = pieces[0]?.kind === 'text' ? pieces[0].text : '';
  if (pieces.some(({ kind }) => kind === 'expression')) {
    return { kind: 'some', text, prefix, matches: expressionMatcher(pieces) };
  }
  const kind = pieces.every((piece) => piece.kind === 'many') ? 'any' : 'some';
  return { kind, text, prefix, matches: globMatcher(pieces) };
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
