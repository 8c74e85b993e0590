import { ApiError } from '@carillon/contract';
import type { PassRefusal, PassVisit, StaffPass } from '@carillon/contract';

/** Why the server took no visit: the pass does not allow it, or scans come too fast. */
export type ScanRefusal = PassRefusal | 'pass_scan_too_fast';

/** What the server tells beside a refusal: docs/errors/passes.md. */
interface RefusalFacts {
  /** Of a code that was used: when, by whom, what was left. */
  readonly at?: string;
  readonly by?: string;
  readonly left?: number;
  /** Of a pass that is frozen. */
  readonly reason?: string;
  /** Of a pass that has run out. */
  readonly expiresAt?: string;
}

/** What a scan came to. */
export type ScanOutcome =
  | { readonly name: 'taken'; readonly visit: PassVisit; readonly pass: StaffPass }
  | { readonly name: 'refused'; readonly code: ScanRefusal; readonly facts: RefusalFacts }
  /** Nothing was sent: there is no network. */
  | { readonly name: 'offline'; readonly text: string }
  /** Sent, and no answer came: the visit may be taken. */
  | { readonly name: 'unanswered'; readonly text: string }
  | { readonly name: 'failed'; readonly error: unknown };

const REFUSALS: Readonly<Record<ScanRefusal, true>> = {
  pass_code_invalid: true,
  pass_code_expired: true,
  pass_code_used: true,
  pass_wrong_shop: true,
  pass_used_up: true,
  pass_frozen: true,
  pass_expired: true,
  pass_refunded: true,
  pass_scan_too_fast: true,
};

/** Tells what a scan came to that the server did not answer with a visit. */
export function refusedOutcome(error: unknown, text: string): ScanOutcome {
  if (!(error instanceof ApiError)) return { name: 'failed', error };
  if (error.status === 0) return { name: 'unanswered', text };
  const { code, details } = error;
  if (!isRefusal(code)) return { name: 'failed', error };
  return { name: 'refused', code, facts: details ?? {} };
}

function isRefusal(code: string): code is ScanRefusal {
  return Object.hasOwn(REFUSALS, code);
}
