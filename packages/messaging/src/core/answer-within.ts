import { MessagingError } from './errors.ts';
import type { Timers } from './timer-wheel.ts';

/** Tells an answer that must be waited for, whoever's promise it is. */
export function isPromiseLike<Answer>(answer: Answer | PromiseLike<Answer>): answer is PromiseLike<Answer> {
  return (
    typeof answer === 'object' && answer !== null && 'then' in answer && typeof answer.then === 'function'
  );
}

/** Waits for an answer, at most so long; then rejects with `answer_timeout`, and the late answer is lost. */
export function answerWithin<Answer>(
  limitMs: number,
  timers: Timers,
  answer: PromiseLike<Answer>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const timer = timers.schedule(limitMs, () => reject(new MessagingError('answer_timeout')));
    answer.then(
      (value) => {
        timer.cancel();
        resolve(value);
      },
      (error: unknown) => {
        timer.cancel();
        reject(error instanceof Error ? error : new Error(String(error)));
      },
    );
  });
}
