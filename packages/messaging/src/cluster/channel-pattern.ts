/** More stars than this cost whoever compares with the pattern too much: the text after them counts as one. */
const MAX_STARS = 3;

/** What stands for something else in an Ant-style pattern, with the separators that `**` may swallow. */
const WILDCARD = /[/.]?\*\*[/.]?|\{[^{}]*\}|[*?]/g;

/**
 * Turns an Ant-style pattern of destinations into one of channels, in which only `*` is special and stands
 * for any text. It fits all that the original fits, and some more: who joins it still has to choose.
 */
export function toChannelPattern(destinationPattern: string): string {
  const literals = destinationPattern.split(WILDCARD);
  const kept = literals.length > MAX_STARS + 1 ? [...literals.slice(0, MAX_STARS), ''] : literals;
  return kept.join('*').replace(/\*{2,}/g, '*');
}

/** Says whether a text fits a pattern in which `*` stands for any text; in time linear in both. */
export function fitsPattern(pattern: string, text: string): boolean {
  const literals = pattern.split('*');
  const first = literals.shift() ?? '';
  const last = literals.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const literal of literals) {
    const found = text.indexOf(literal, from);
    if (found < 0) return false;
    from = found + literal.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
