/**
 * What an error says about the thing that was asked for, and so what may be done next.
 *
 * - `final`: it did not happen, and asking again in the same way will be refused again.
 * - `unknown`: it may have happened. Ask again with the same number, or query; never take a new number.
 * - `later`: it did not happen, and will once some time has passed. Back off, then ask again with the same number.
 */
export type WeChatOutcome = 'final' | 'unknown' | 'later';

/** What is written down about a code. */
export interface WeChatErrorEntry {
  readonly outcome: WeChatOutcome;
  /** Whether whoever answered or called is not proven to be WeChat: believe nothing of it. */
  readonly forged?: true;
  /** When it occurs: one sentence. */
  readonly when: string;
  /** What to do about it: one sentence, which also ends the error's message. */
  readonly next: string;
}
