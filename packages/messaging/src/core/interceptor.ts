import type { Frame } from '@carillon/stomp';
import type { ConnectedSession } from './connected-session.ts';

/**
 * Code around a channel, as Spring's ChannelInterceptor: around each client frame on its way in
 * (inbound), or each server frame on its way out (outbound). All parts are optional.
 */
export interface Interceptor {
  /**
   * Before the frame takes effect, or leaves. Answer it, or another in its place, or undefined to drop it;
   * a frame that is dropped inbound has no effect and no RECEIPT. The frame itself is not to be changed: others
   * get it too. Inbound a promise is waited for, within `answerTimeLimitMs`, and throwing ends the session.
   * Outbound the answer must come at once, and no session may be ended in the same turn, as others are being
   * delivered to; throwing keeps the frame back.
   */
  beforeSend?(frame: Frame, session: ConnectedSession): Frame | undefined | Promise<Frame | undefined>;
  /** After it took effect, or was handed to the socket. */
  afterSend?(frame: Frame, session: ConnectedSession): void | Promise<void>;
  /** Whatever happened after a `beforeSend` that did not throw; with the error, if there was one. */
  afterCompletion?(frame: Frame, session: ConnectedSession, error?: unknown): void | Promise<void>;
}
