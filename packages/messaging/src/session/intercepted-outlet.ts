import { isUtf8 } from 'node:buffer';
import { createDecoder, encodeFrame } from '@carillon/stomp';
import type { Frame, StompVersion } from '@carillon/stomp';
import type { Outlet } from '../core/connected-session.ts';
import type { Interceptor } from '../core/interceptor.ts';
import { toWireFrame } from '../core/wire-frame.ts';
import type { WireFrame } from '../core/wire-frame.ts';
import { Passage } from './passage.ts';
import type { InterceptedSession } from './passage.ts';

/**
 * A way out on which interceptors stand. A frame that goes to many sessions is decoded once for all of
 * them, and what nobody changes goes out as the same bytes. One that an interceptor throws at, or promises to
 * answer, is not sent; the log says so.
 */
export class InterceptedOutlet implements Outlet {
  readonly #outlet: Outlet;
  readonly #interceptors: readonly Interceptor[];
  readonly #session: InterceptedSession;

  constructor(outlet: Outlet, interceptors: readonly Interceptor[], session: InterceptedSession) {
    this.#outlet = outlet;
    this.#interceptors = interceptors;
    this.#session = session;
  }

  get congested(): boolean {
    return this.#outlet.congested;
  }

  onceRelieved(callback: () => void): void {
    this.#outlet.onceRelieved(callback);
  }

  send(wireFrame: WireFrame): void {
    const frame = decoded(wireFrame, this.#session.version);
    const passage = new Passage(this.#interceptors, frame, this.#session);
    try {
      if (enterNow(passage)) {
        this.#outlet.send(
          passage.frame === frame ? wireFrame : encoded(passage.frame, this.#session.version),
        );
        passage.sent();
      }
    } catch (error) {
      const { parts, id } = this.#session;
      parts.logger.error({ err: error, session: id, command: frame.command }, 'a frame was not sent');
      passage.complete(error);
      return;
    }
    passage.complete();
  }
}

function enterNow(passage: Passage): boolean {
  const isWanted = passage.enter();
  if (typeof isWanted === 'boolean') return isWanted;
  isWanted.catch(() => undefined);
  throw new TypeError('An outbound interceptor must answer at once, not by a promise.');
}

/** Frames that were decoded, as long as anybody still sends them. */
const frames = new WeakMap<WireFrame, Frame>();

function decoded(wireFrame: WireFrame, version: StompVersion): Frame {
  const known = frames.get(wireFrame);
  if (known) return known;
  let frame: Frame | undefined;
  createDecoder({ version, limits: NO_LIMITS }).push(wireFrame.stomp, (found) => (frame = found));
  if (!frame) throw new TypeError('What is sent is no STOMP frame.');
  frames.set(wireFrame, frame);
  return frame;
}

/** What the server itself made needs none. */
const NO_LIMITS = {
  maxCommandBytes: Infinity,
  maxHeaderCount: Infinity,
  maxHeaderLineBytes: Infinity,
  maxFrameBytes: Infinity,
};

function encoded(frame: Frame, version: StompVersion): WireFrame {
  const bytes = encodeFrame(frame, version);
  return toWireFrame(bytes, isUtf8(bytes));
}
