import type { ScanOutcome, ScanRefusal } from './scan-outcome.ts';

/** What a result is called: the key of its words, and its name for tests and styles. */
type ResultWord = Exclude<ScanOutcome['name'], 'refused'> | ScanRefusal;

/** The sign of each, seen from across the counter. */
const ICONS = {
  taken: 'check',
  pass_code_invalid: 'question',
  pass_code_expired: 'clock',
  pass_code_used: 'history',
  pass_wrong_shop: 'shop',
  pass_used_up: 'empty',
  pass_frozen: 'snow',
  pass_expired: 'calendar',
  pass_refunded: 'money',
  pass_scan_too_fast: 'pause',
  offline: 'cloudOff',
  unanswered: 'question',
  failed: 'close',
} as const satisfies Record<ResultWord, string>;

/** How a result looks: by what its words and its colour go, and its sign. */
export function lookOf(outcome: ScanOutcome) {
  const word: ResultWord = outcome.name === 'refused' ? outcome.code : outcome.name;
  return { word, icon: ICONS[word] };
}
