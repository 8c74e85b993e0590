/** For so long one code is on the screen; then the next one of the same showing takes its place. */
export const PASS_CODE_PERIOD_MS = 30_000;
/** For so long a code still counts after the next one took its place: hands are slow, and so are lines. */
export const PASS_CODE_GRACE_MS = 10_000;
/** For so long a phone may go on showing codes without having reached the server. */
export const PASS_SHOWING_MS = 10 * 60_000;
/** For so long a manager may take a visit back. */
export const UNDO_VISIT_WITHIN_MS = 10 * 60_000;
/** For so long somebody may take a pass that staff issued. */
export const PASS_CLAIM_LIFETIME_MS = 7 * 24 * 60 * 60_000;

/** What a shop may have of each; more is a mistake, and no page could show it. */
export const MAX_PASS_KINDS = 50;
export const MAX_PASS_NAME_LENGTH = 20;
export const MAX_PASS_TERMS_LENGTH = 200;
export const MAX_PASS_VISITS = 1_000;
/** The law of the place may allow less: `PASS_MAX_PRICE_FEN` in the configuration. */
export const MAX_PASS_PRICE_FEN = 500_000;
export const MAX_PASS_VALID_DAYS = 3_660;
/** Of one kind, with visits left, in one buyer’s hands. */
export const MAX_PASSES_PER_BUYER = 20;
export const MAX_PASS_NOTE_LENGTH = 100;
/** As typed by a scanner; ours are far shorter. */
export const MAX_PASS_CODE_LENGTH = 200;
export const MAX_PASS_ENTRIES_PER_PAGE = 50;
