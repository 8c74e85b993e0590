import { PASS_CODE_PERIOD_MS } from '@carillon/contract';
import type { PassShowing } from '@carillon/contract';
import { fromBase64url } from './base64url.ts';
import { SHOWING_ID_BYTES, STEP_BYTES, toBytes } from './code-numbers.ts';
import { toCrockford } from './crockford.ts';
import { signPassCode } from './sign-pass-code.ts';

/** What is on the screen now. */
export interface PassCode {
  /** What the QR code says: 42 characters, upper-case letters and digits. */
  readonly code: string;
  /** Which one of its showing it is, from 0. */
  readonly step: number;
  /** Until the next one takes its place, or the showing ends. */
  readonly renewsInMs: number;
  /** Until the showing ends: then show the pass anew, which needs the server. */
  readonly endsInMs: number;
}

/**
 * Writes the code that a showing has now; undefined when the showing has ended.
 * @param now milliseconds since 1970 by the server's clock: the showing's `startsAt`, and what has passed on this device
 *   since the showing came. A device's own idea of the date does not count.
 * @throws RangeError when the showing is none of our server's
 */
export function writePassCode(showing: PassShowing, now: number): PassCode | undefined {
  const startsAt = Date.parse(showing.startsAt);
  const elapsedMs = Math.max(now - startsAt, 0);
  const endsInMs = Date.parse(showing.endsAt) - startsAt - elapsedMs;
  if (endsInMs <= 0) return undefined;
  const step = Math.floor(elapsedMs / PASS_CODE_PERIOD_MS);
  const renewsInMs = Math.min((step + 1) * PASS_CODE_PERIOD_MS - elapsedMs, endsInMs);
  return { code: codeOf(showing, step), step, renewsInMs, endsInMs };
}

function codeOf({ id, keyId, key }: PassShowing, step: number): string {
  const parts = [
    ...toBytes(keyId, 1),
    ...toBytes(id, SHOWING_ID_BYTES),
    ...toBytes(step, STEP_BYTES),
    ...signPassCode(fromBase64url(key), { showingId: id, step }),
  ];
  return `C1${toCrockford(Uint8Array.from(parts))}`;
}
