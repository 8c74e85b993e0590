/** Longer ones are refused: a destination is a key of several tables. */
const MAX_DESTINATION_LENGTH = 255;

// Control characters (C0, DEL and C1) would break logs, SQL channels and 1.0 headers alike.
// They are told by number: a pattern of them would be unreadable.
function isControl(code: number): boolean {
  return code < 0x20 || (code >= 0x7f && code <= 0x9f);
}

/** Says whether a text may be a destination: from `/`, at most 255 UTF-16 units, no control characters. */
export function isDestination(text: string): boolean {
  if (text.length < 2 || text.length > MAX_DESTINATION_LENGTH || text.charCodeAt(0) !== 0x2f) return false;
  for (let index = 0; index < text.length; index += 1) {
    if (isControl(text.charCodeAt(index))) return false;
  }
  return true;
}

export type DestinationParams = Readonly<Record<string, string>>;

/** A compiled pattern: answers the variables' values, or undefined when the destination is another. */
export type DestinationPattern = (destination: string) => DestinationParams | undefined;

/**
 * Compiles a pattern such as `/topic/shops/{shopId}/orders`. A `{name}` stands for one whole segment
 * that is not empty; everything else is compared as it is. Throws TypeError for a pattern in which a
 * variable is not a whole segment or comes twice.
 */
export function compilePattern(pattern: string): DestinationPattern {
  const parts = pattern.split('/');
  const names = parts.map((part) => /^\{([A-Za-z]\w*)\}$/.exec(part)?.[1]);
  const variables = names.filter((name) => name !== undefined);
  const broken = parts.some((part, index) => /[{}]/.test(part) && names[index] === undefined);
  if (broken || new Set(variables).size !== variables.length) {
    throw new TypeError(
      `In the pattern ${pattern} every {variable} must be a whole segment with its own name.`,
    );
  }
  return (destination) => match(destination.split('/'), parts, names);
}

function match(segments: string[], parts: string[], names: (string | undefined)[]) {
  if (segments.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const name = names[index];
    if (name === undefined ? segment !== parts[index] : segment === '') return undefined;
    if (name !== undefined) params[name] = segment;
  }
  return params;
}

/** Matches a destination against one pattern; compile it instead where that happens often. */
export function matchDestination(pattern: string, destination: string): DestinationParams | undefined {
  return compilePattern(pattern)(destination);
}
