/** What a segment of an Ant pattern is made of. */
export type AntPiece =
  | { readonly kind: 'text'; readonly text: string }
  /** `?`: one character. */
  | { readonly kind: 'one' }
  /** `*` without a name, `{name}` with one: any characters, also none. */
  | { readonly kind: 'many'; readonly name: string | undefined }
  /** `{name:regular expression}` */
  | { readonly kind: 'expression'; readonly name: string; readonly source: string };

/** Cuts a segment into its pieces. A `{` that no `}` closes is a character like any other, as in Spring. */
export function antPiecesOf(segment: string): AntPiece[] {
  const pieces: AntPiece[] = [];
  let text = '';
  let at = 0;
  while (at < segment.length) {
    const end = endOfPiece(segment, at);
    if (end === undefined) {
      text += segment.charAt(at);
      at += 1;
      continue;
    }
    if (text !== '') pieces.push({ kind: 'text', text });
    text = '';
    pieces.push(wildcard(segment.slice(at, end)));
    at = end;
  }
  if (text !== '') pieces.push({ kind: 'text', text });
  return pieces;
}

/** The index after the wildcard that begins at `at`; undefined when there is none. */
function endOfPiece(segment: string, at: number): number | undefined {
  const letter = segment.charAt(at);
  if (letter === '?' || letter === '*') return at + 1;
  return letter === '{' ? endOfVariable(segment, at) : undefined;
}

/** A variable holds something, in which braces come in pairs (`\d{2}`) or behind a backslash, and no slash. */
function endOfVariable(segment: string, start: number): number | undefined {
  let at = start + 1;
  while (at < segment.length) {
    const letter = segment.charAt(at);
    if (letter === '}') return at > start + 1 ? at + 1 : undefined;
    if (letter === '/') return undefined;
    if (letter === '{') {
      const close = segment.indexOf('}', at + 2);
      if (close < 0) return undefined;
      at = close + 1;
    } else {
      at += letter === '\\' && /[{}]/.test(segment.charAt(at + 1)) ? 2 : 1;
    }
  }
  return undefined;
}

function wildcard(text: string): AntPiece {
  if (text === '?') return { kind: 'one' };
  if (text === '*') return { kind: 'many', name: undefined };
  const colon = text.indexOf(':');
  if (colon < 0) return { kind: 'many', name: text.slice(1, -1) };
  return { kind: 'expression', name: text.slice(1, colon), source: text.slice(colon + 1, -1) };
}
