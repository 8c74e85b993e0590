import type { Limits } from '../core/limits.ts';

/** How handlers of one engine are run, and where their answers go. Spring's executor calls the limits core, max, queue. */
export interface HandlingOptions {
  /** Handlers that run at once, over all sessions. Each session has one at most: its frames take turns. */
  maxConcurrent?: number;
  /** Messages that wait for one of those to end; further ones are refused with `handlers_busy`. */
  maxQueued?: number;
  /** From the message to the handler's answer, the wait for its turn included. Below `limits.answerTimeLimitMs`. */
  timeLimitMs?: number;
  /** Where errors go, of the session that sent: without `/user`. */
  errorDestination?: string;
  /** What stands before a handler's path where its reply goes: `/user` + this + path. */
  replyPrefix?: string;
}

export const DEFAULT_HANDLING: Readonly<Required<HandlingOptions>> = Object.freeze({
  maxConcurrent: 1_000,
  maxQueued: 10_000,
  timeLimitMs: 5_000,
  errorDestination: '/queue/errors',
  replyPrefix: '/queue',
});

/** Fills what is not given. Throws RangeError for a time limit after which a SUBSCRIBE had ended already. */
export function withHandlingDefaults(
  options: HandlingOptions = {},
  { answerTimeLimitMs }: Limits,
): Required<HandlingOptions> {
  const { timeLimitMs } = options;
  if (timeLimitMs !== undefined && !(timeLimitMs > 0 && timeLimitMs < answerTimeLimitMs)) {
    throw new RangeError(
      `handlers.timeLimitMs must be above 0 and below limits.answerTimeLimitMs, ${answerTimeLimitMs}, not ${timeLimitMs}.`,
    );
  }
  return {
    ...DEFAULT_HANDLING,
    ...options,
    timeLimitMs: timeLimitMs ?? Math.min(DEFAULT_HANDLING.timeLimitMs, answerTimeLimitMs / 2),
  };
}
