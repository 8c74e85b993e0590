import type { PassResult, PassShowing } from '@carillon/contract';
import { writePassCode } from '@carillon/pass-code';
import type { PassCode } from '@carillon/pass-code';

/** What a screen that shows a pass has on it. */
export type PassScreenState =
  | { name: 'opening' }
  | {
      name: 'showing';
      showing: PassShowing;
      code: PassCode;
      /** Why the last scan took nothing, although the next one may. */
      refused?: PassResult | undefined;
    }
  /** Somebody scanned it. A showing is good for one visit, so no code is shown any more. */
  | { name: 'scanned'; result: PassResult }
  /** Shown for so long that it counts no more, and nobody is known to have scanned it. */
  | { name: 'over' }
  | { name: 'failed'; error: unknown };

export interface PassScreen {
  /** Shows the pass, anew: for another visit, or when the last showing is over. Never rejects. */
  open: () => Promise<void>;
  /** To be called several times a second: puts the next code in the place of one whose time is over. */
  tick: () => void;
  /** Takes what the line told of a scan. */
  take: (result: PassResult) => void;
  /** Asks what became of it: for a page whose line is down. Never rejects. */
  ask: () => Promise<void>;
}

interface PassScreenOptions {
  /** Begins a showing at the server. */
  show: () => Promise<PassShowing>;
  /** What a scan of a showing came to; null while nobody has. */
  readResult: (showing: PassShowing) => Promise<PassResult | null>;
  /** Milliseconds that pass on this phone, from anywhere; they go on while the page sleeps. */
  nowMs: () => number;
  /** Told each change; it begins with `opening`. */
  onState: (state: PassScreenState) => void;
}

interface Shown {
  readonly showing: PassShowing;
  /** When it began, by `nowMs`. */
  readonly sinceMs: number;
  refused?: { result: PassResult; step: number };
  /** Its codes count no more. */
  isOver: boolean;
}

/** Refusals of one code, or of one shop: the showing is as good as before. */
const MAY_STILL_BE_TAKEN: readonly PassResult['outcome'][] = ['pass_code_expired', 'pass_wrong_shop'];

/**
 * A screen that shows a pass: the code of now, written by the phone itself, on the line or off it, until it is scanned
 * or its time is over.
 */
export function createPassScreen({ show, readResult, nowMs, onState }: PassScreenOptions): PassScreen {
  let shown: Shown | undefined;
  let isAsking = false;
  /** The latest that was opened: the answer to an earlier one comes too late. */
  let opened = 0;

  function codeNow({ showing, sinceMs }: Shown): PassCode | undefined {
    return writePassCode(showing, Date.parse(showing.startsAt) + nowMs() - sinceMs);
  }

  function paint(): void {
    if (shown?.isOver !== false) return;
    const { showing, refused } = shown;
    const code = codeNow(shown);
    if (code === undefined) {
      shown.isOver = true;
      onState({ name: 'over' });
    } else {
      // What was said of a code goes with it.
      const said = refused?.step === code.step ? refused.result : undefined;
      onState({ name: 'showing', showing, code, refused: said });
    }
  }

  function take(result: PassResult): void {
    if (shown?.showing.id !== result.showingId) return;
    const step = codeNow(shown)?.step;
    if (MAY_STILL_BE_TAKEN.includes(result.outcome) && step !== undefined && !shown.isOver) {
      shown.refused = { result, step };
      paint();
    } else {
      shown.isOver = true;
      onState({ name: 'scanned', result });
    }
  }

  return {
    async open() {
      opened += 1;
      const turn = opened;
      shown = undefined;
      onState({ name: 'opening' });
      const askedMs = nowMs();
      try {
        const showing = await show();
        if (turn !== opened) return;
        // The server counts from when it answered: somewhere between, so from the middle.
        shown = { showing, sinceMs: (askedMs + nowMs()) / 2, isOver: false };
        paint();
      } catch (error) {
        if (turn === opened) onState({ name: 'failed', error });
      }
    },
    tick: paint,
    take,
    async ask() {
      if (shown === undefined || isAsking) return;
      const { showing } = shown;
      isAsking = true;
      try {
        const result = await readResult(showing);
        if (result !== null) take(result);
      } catch {
        // Nobody needs to hear of it: the code counts all the same, and it is asked again.
      } finally {
        isAsking = false;
      }
    },
  };
}
