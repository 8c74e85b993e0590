import { antPiecesOf } from '../core/ant-pieces.ts';
import type { AntPiece } from '../core/ant-pieces.ts';
import type { Separator } from '../core/ant-pattern.ts';

export interface AsyncApiAddress {
  /** With every wildcard as a parameter. */
  readonly address: string;
  readonly parameters: Readonly<Record<string, { readonly description?: string }>>;
}

/** What the variables of destinations stand for, by their names: `{ shopId: 'The id of the shop.' }`. */
export type ParameterTexts = Readonly<Record<string, string>>;

/** Writes an Ant pattern as AsyncAPI wants it, which knows no wildcards but parameters. */
export function toAddress(
  pattern: string,
  separator: Separator,
  texts: ParameterTexts = {},
): AsyncApiAddress {
  const parameters: Record<string, { description?: string }> = {};

  function parameter(name: string, description?: string): string {
    parameters[name] = description === undefined ? {} : { description };
    return `{${name}}`;
  }

  function write(piece: AntPiece): string {
    const nth = Object.keys(parameters).length + 1;
    if (piece.kind === 'text') return piece.text;
    if (piece.kind === 'one') return parameter(`any${nth}`, 'One character.');
    if (piece.kind === 'expression') {
      const rule = `Fits the regular expression ${piece.source}`;
      return parameter(toName(piece.name), [texts[piece.name], rule].filter(Boolean).join(' '));
    }
    if (piece.name !== undefined) return parameter(toName(piece.name), texts[piece.name]);
    return parameter(`any${nth}`, 'Any characters within one segment.');
  }

  const address = pattern.split(separator).map((segment) => {
    if (segment !== '**') return antPiecesOf(segment).map(write).join('');
    return parameter(`any${Object.keys(parameters).length + 1}`, 'Any number of segments.');
  });
  return { address: address.join(separator), parameters };
}

/** AsyncAPI wants names of letters, digits, `_` and `-`. */
function toName(name: string): string {
  return name.replace(/[^\w-]/g, '_');
}
