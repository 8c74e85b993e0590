import { SHOWING_ID_BYTES, STEP_BYTES, toNumber } from './code-numbers.ts';
import { fromCrockford } from './crockford.ts';
import { PASS_CODE_MAC_BYTES } from './sign-pass-code.ts';

/** What a code says. Who wrote it is known only once its mac has been compared. */
export interface PassCodeParts {
  /** By which of the server's keys the key of the showing was made. */
  readonly keyId: number;
  readonly showingId: number;
  readonly step: number;
  readonly mac: Uint8Array;
}

const BYTES = 1 + SHOWING_ID_BYTES + STEP_BYTES + PASS_CODE_MAC_BYTES;
const PATTERN = new RegExp(`^C1(.{${(BYTES * 8) / 5}})$`);

/**
 * Reads a code as a scanner types it, or a person; undefined when it is none.
 *
 * Letters may be small; blanks, hyphens and line ends may be anywhere; I and L count as 1, O as 0 (Crockford); a
 * scanner may put its symbology identifier before it (`]Q1`, ISO/IEC 15424), and a Chinese input method may have made
 * all of it full-width.
 */
export function readPassCode(text: string): PassCodeParts | undefined {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s\p{Cc}\p{Cf}-]/gu, '')
    .replace(/^\]Q\d/i, '')
    .toUpperCase()
    .replace(/[IL]/g, '1')
    .replace(/O/g, '0');
  const bytes = fromCrockford(PATTERN.exec(plain)?.[1] ?? '');
  if (bytes?.length !== BYTES) return undefined;
  const step = 1 + SHOWING_ID_BYTES;
  const mac = step + STEP_BYTES;
  return {
    keyId: toNumber(bytes.subarray(0, 1)),
    showingId: toNumber(bytes.subarray(1, step)),
    step: toNumber(bytes.subarray(step, mac)),
    mac: bytes.slice(mac),
  };
}
