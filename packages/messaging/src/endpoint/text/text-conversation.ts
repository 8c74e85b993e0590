import type { OpenSession } from '../../core/connected-session.ts';
import type { DisconnectReason } from '../../core/disconnect.ts';
import type { Handshake } from '../../core/handshake.ts';
import type { PathParams } from '../../handling/path-params.ts';

/** What the close frame says: a code of RFC 6455 §7.4, and words a program can compare. */
export type CloseReason = Pick<DisconnectReason, 'code' | 'reason'>;

/** One client of a text endpoint, as the application sees it. */
export interface TextSession<Params = Readonly<Record<string, string>>> extends Omit<
  OpenSession,
  'disconnect'
> {
  /** What the variables of the endpoint's path stand for, percent-decoded. */
  readonly params: Params;
  /**
   * Sends one text message, in order, within this turn of the event loop. Never throws, never waits: a client
   * that does not read is disconnected (`sendBufferLimitBytes`, `sendTimeLimitMs`). To one that is closed nothing
   * is sent.
   */
  send(text: string): void;
  /** True while so much waits to be sent that whoever has much to say should wait for `onceRelieved`. */
  readonly congested: boolean;
  /** Calls back once, soon after `congested` has become false; or never, when the client goes. */
  onceRelieved(callback: () => void): void;
  /**
   * Sends what was given before, then closes. Default: 1000 `normal`. Throws RangeError for a code that is neither
   * 1000 nor in 3000–4999 (3000–3499: reconnect; 3500–3999: terminal; 4000–4999: yours), and for a reason above 123 bytes.
   */
  close(reason?: CloseReason): void;
}

/** What an application does for one client. */
export interface TextConversation {
  /**
   * Gets the client's messages, one after the other: while it answers a promise the next ones wait, for
   * `answerTimeLimitMs` at most. Throwing ends the session: a MessagingError by its own code, all else by
   * `internal_error`.
   */
  onText?(text: string): void | Promise<void>;
  /**
   * Called once, by whoever it was closed; a client that went by itself is `connection_lost`. What it throws, or
   * rejects with, is logged.
   */
  onClosed?(reason: CloseReason): void | Promise<void>;
}

/**
 * Called for every client that was let in; may send, and close, at once. While it answers a promise the client's
 * messages wait. Throwing ends the session as in `onText`.
 */
export type OpenText<Path extends string> = (
  session: TextSession<PathParams<Path>>,
  handshake: Handshake,
) => TextConversation | Promise<TextConversation>;
