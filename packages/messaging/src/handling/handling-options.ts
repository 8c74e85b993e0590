import { givenOptions } from '../core/given-options.ts';

/** How handlers of one engine are run, and where their answers go. */
export interface HandlingOptions {
  /** Handlers that run at once, over all sessions: each session has one at most, as its frames take turns. Default: 1000. */
  maxConcurrent?: number;
  /** Messages that wait for one of those to end; further ones are refused with `handlers_busy`. Default: 10 000. */
  maxQueued?: number;
  /**
   * From the message to the handler's answer, the wait for its turn included. A SUBSCRIBE has less when
   * `limits.answerTimeLimitMs` would end its session before. Default: 10 s.
   */
  timeLimitMs?: number;
  /** Where errors go, of the session that sent: without `/user`. Default: `/queue/errors`. */
  errorDestination?: string;
  /** What stands before a handler's path where its reply goes: `/user` + this + path. Default: `/queue`. */
  replyPrefix?: string;
}

export const DEFAULT_HANDLING: Readonly<Required<HandlingOptions>> = Object.freeze({
  maxConcurrent: 1_000,
  maxQueued: 10_000,
  timeLimitMs: 10_000,
  errorDestination: '/queue/errors',
  replyPrefix: '/queue',
});

/** Fills what is not given. Throws RangeError for a time limit that is none. */
export function withHandlingDefaults(options: HandlingOptions = {}): Required<HandlingOptions> {
  const filled = { ...DEFAULT_HANDLING, ...givenOptions(options) };
  if (!Number.isFinite(filled.timeLimitMs) || filled.timeLimitMs <= 0) {
    throw new RangeError(
      `handlers.timeLimitMs must be a finite number above zero, not ${filled.timeLimitMs}.`,
    );
  }
  return filled;
}
