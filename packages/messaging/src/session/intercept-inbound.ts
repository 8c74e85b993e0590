import type { Frame } from '@carillon/stomp';
import type { Interceptor } from '../core/interceptor.ts';
import { Passage } from './passage.ts';
import type { InterceptedSession } from './passage.ts';

/** Carries out a frame; answers when that is done. */
type CarryOut = (frame: Frame) => void | Promise<void>;

/**
 * Takes a client's frame through the interceptors and carries out what they make of it; a frame that one of
 * them drops is not. Throws or rejects with what they, or the carrying out, threw.
 */
export function interceptInbound(
  interceptors: readonly Interceptor[],
  { frame, session }: { frame: Frame; session: InterceptedSession },
  carryOut: CarryOut,
): void | Promise<void> {
  const passage = new Passage(interceptors, frame, session);
  try {
    const isWanted = passage.enter();
    const going =
      typeof isWanted === 'boolean'
        ? sendOn(passage, isWanted, carryOut)
        : isWanted.then((wanted) => sendOn(passage, wanted, carryOut));
    if (going) return going.then(() => passage.complete()).catch((error: unknown) => rethrow(passage, error));
  } catch (error) {
    rethrow(passage, error);
  }
  passage.complete();
}

function sendOn(passage: Passage, isWanted: boolean, carryOut: CarryOut): void | Promise<void> {
  if (!isWanted) return;
  const done = carryOut(passage.frame);
  if (done) return done.then(() => passage.sent());
  passage.sent();
}

function rethrow(passage: Passage, error: unknown): never {
  passage.complete(error);
  throw error;
}
