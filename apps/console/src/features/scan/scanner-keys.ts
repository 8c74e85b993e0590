/** The longest between two keys of a USB scanner. Fingers are slower: fast typists need some 100 ms a key. */
const SCANNER_GAP_MS = 80;
/** What is shorter is no code: two keys at once happen to everybody. */
const MIN_CODE_LENGTH = 6;
/** Far more than any code; what goes on for longer is no scanner. */
const MAX_TYPED_LENGTH = 400;

/** A key as it was pressed. */
export interface PressedKey {
  /** What it types, or its name: `KeyboardEvent.key`. */
  readonly key: string;
  /** Which one it is on the keyboard: `KeyboardEvent.code`. */
  readonly code: string;
  /** When, in milliseconds: `KeyboardEvent.timeStamp`, which a busy page does not delay. */
  readonly atMs: number;
}

/** What a key is: somebody's typing, a part of what a scanner types, or the end of that. */
export type HeardKey =
  { readonly name: 'typing' } | { readonly name: 'part' } | { readonly name: 'code'; readonly text: string };

/**
 * Tells a scanner from a hand: a scanner types a whole code in one burst, and then Enter (or Tab). It has no state of
 * the page: keys go in, codes come out.
 */
export function createScannerKeys(): (pressed: PressedKey) => HeardKey {
  let typed = '';
  let newestMs = Number.NEGATIVE_INFINITY;

  return ({ key, code, atMs }) => {
    // Scanners press Shift for each capital: neither a part of the code nor its end.
    if (key === 'Shift' || key === 'CapsLock') return { name: 'typing' };
    const isBurst = atMs - newestMs <= SCANNER_GAP_MS;
    newestMs = atMs;
    if (!isBurst) typed = '';
    if (endsCode(key, code)) {
      const text = typed;
      typed = '';
      return text.length >= MIN_CODE_LENGTH ? { name: 'code', text } : { name: 'typing' };
    }
    const letter = letterOf(key, code);
    typed = letter === undefined || typed.length >= MAX_TYPED_LENGTH ? '' : typed + letter;
    return typed.length > 1 ? { name: 'part' } : { name: 'typing' };
  };
}

function endsCode(key: string, code: string): boolean {
  return key === 'Enter' || key === 'Tab' || (isMasked(key) && /^(?:Numpad)?Enter$/.test(code));
}

/**
 * A Chinese input method takes the keys for itself and names them all `Process`; Android names those of a scanner
 * `Unidentified`. Which key it was, is still told; pass codes are capitals and digits.
 */
function letterOf(key: string, code: string): string | undefined {
  if (!isMasked(key)) return Array.from(key).length === 1 ? key : undefined;
  return /^(?:Key|Digit|Numpad)([A-Z\d])$/.exec(code)?.[1];
}

function isMasked(key: string): boolean {
  return key === 'Process' || key === 'Unidentified';
}
