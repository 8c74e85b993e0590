import type { AntPiece } from './ant-pieces.ts';
import type { AntVariables } from './ant-segment.ts';

/** What has a length: letters, or the one character of a `?`. */
type Fixed = Extract<AntPiece, { kind: 'text' | 'one' }>;

/** What stands before, between or behind the `*` of a segment. */
type Run = readonly Fixed[];

/**
 * Compares a segment with `*` and `?`. What stands before the first `*` and behind the last has its place, and most
 * segments fail there at once; what floats between two is looked for from the right, so that the first `*` gets the
 * most, as in a greedy regular expression. No more steps than the length of the text times what floats.
 */
export function globMatcher(
  pieces: readonly AntPiece[],
): (text: string, variables?: AntVariables) => boolean {
  const runs: Fixed[][] = [[]];
  const names: (string | undefined)[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'text' || piece.kind === 'one') runs.at(-1)?.push(piece);
    else {
      names.push(piece.name);
      runs.push([]);
    }
  }
  const [first = [], last = []] = [runs[0], runs.at(-1)];
  const floating = runs.slice(1, -1).toReversed();
  return (text, variables) => {
    const from = endOf(first, text);
    if (from < 0 || names.length === 0) return from === text.length;
    let at = startOf(last, text, text.length);
    if (at < from) return false;
    for (const [index, run] of floating.entries()) {
      const end = lastEndOf(run, text, { from, to: at });
      if (end < 0) return false;
      keep(variables, names[names.length - 1 - index], text.slice(end, at));
      at = startOf(run, text, end);
    }
    keep(variables, names[0], text.slice(from, at));
    return true;
  };
}

function keep(variables: AntVariables | undefined, name: string | undefined, value: string): void {
  if (variables && name !== undefined) variables[name] = value;
}

/** Where a run ends that begins the text; -1 when it does not. */
function endOf(run: Run, text: string): number {
  let at = 0;
  for (const piece of run) {
    if (piece.kind === 'one') at += widthAfter(text, at);
    else if (text.startsWith(piece.text, at)) at += piece.text.length;
    else return -1;
  }
  return at <= text.length ? at : -1;
}

/** Where a run begins that ends at `end`; -1 when none does. */
function startOf(run: Run, text: string, end: number): number {
  let at = end;
  for (let index = run.length - 1; index >= 0; index -= 1) {
    const piece = run[index];
    if (piece?.kind === 'one') at -= widthBefore(text, at);
    else if (piece && at >= piece.text.length && text.endsWith(piece.text, at)) at -= piece.text.length;
    else return -1;
  }
  return at;
}

/** The last place between two others where a run ends; -1 when there is none. */
function lastEndOf(run: Run, text: string, { from, to }: { from: number; to: number }): number {
  const last = run.at(-1);
  const letters = last?.kind === 'text' ? last.text : '';
  let end = to;
  while (end - letters.length >= from) {
    const found = text.lastIndexOf(letters, end - letters.length);
    if (found < from) return -1;
    end = found + letters.length;
    if (startOf(run, text, end) >= from) return end;
    end -= widthBefore(text, end);
  }
  return -1;
}

/** The UTF-16 units of the character that begins at `at`. */
function widthAfter(text: string, at: number): number {
  return isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1)) ? 2 : 1;
}

/** The UTF-16 units of the character that ends at `at`. */
function widthBefore(text: string, at: number): number {
  return at > 1 && isLow(text.charCodeAt(at - 1)) && isHigh(text.charCodeAt(at - 2)) ? 2 : 1;
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}
