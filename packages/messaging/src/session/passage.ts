import type { Frame } from '@carillon/stomp';
import { answerWithin, isPromiseLike } from '../core/answer-within.ts';
import type { ConnectedSession } from '../core/connected-session.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import type { Interceptor } from '../core/interceptor.ts';

/** One frame on its way through a list of interceptors. */
export class Passage {
  /** As the last interceptor left it. */
  frame: Frame;
  readonly #interceptors: readonly Interceptor[];
  readonly #session: ConnectedSession;
  readonly #parts: EngineParts;
  /** How many let it in; these are told how it ended. */
  #entered = 0;

  constructor(interceptors: readonly Interceptor[], frame: Frame, session: InterceptedSession) {
    this.frame = frame;
    this.#interceptors = interceptors;
    this.#session = session;
    this.#parts = session.parts;
  }

  /**
   * Asks each interceptor, in order. Answers whether the frame goes on; a promise where one of them did.
   * Throws or rejects with what one of them threw, or `answer_timeout`.
   */
  enter(): boolean | Promise<boolean> {
    for (;;) {
      const interceptor = this.#interceptors[this.#entered];
      if (!interceptor) return true;
      const answer = interceptor.beforeSend ? interceptor.beforeSend(this.frame, this.#session) : this.frame;
      if (isPromiseLike(answer)) {
        const { limits, timers } = this.#parts;
        return answerWithin(limits.answerTimeLimitMs, timers, answer).then(
          (frame) => this.#pass(frame) && this.enter(),
        );
      }
      if (!this.#pass(answer)) return false;
    }
  }

  /** The frame took effect, or was handed to the socket. */
  sent(): void {
    for (const interceptor of this.#interceptors) {
      this.#tell(() => interceptor.afterSend?.(this.frame, this.#session));
    }
  }

  /** It is over; those who let the frame in are told, the last one first. */
  complete(error?: unknown): void {
    for (const interceptor of this.#interceptors.slice(0, this.#entered).reverse()) {
      this.#tell(() => interceptor.afterCompletion?.(this.frame, this.#session, error));
    }
  }

  #pass(answer: Frame | undefined): boolean {
    this.#entered += 1;
    if (answer) this.frame = answer;
    return answer !== undefined;
  }

  /** Who is only told can change nothing any more, by an error either. */
  #tell(call: () => unknown): void {
    const onError = (error: unknown): void =>
      this.#parts.logger.error({ err: error, session: this.#session.id }, 'an interceptor failed');
    try {
      const answer = call();
      if (isPromiseLike(answer)) answer.then(undefined, onError);
    } catch (error) {
      onError(error);
    }
  }
}

/** A session with what an interceptor's answer is waited for by. */
export interface InterceptedSession extends ConnectedSession {
  readonly parts: EngineParts;
}
