import { isUtf8 } from 'node:buffer';
import { answerWithin, isPromiseLike } from '../../core/answer-within.ts';
import { DISCONNECT_REASONS } from '../../core/disconnect.ts';
import type { DisconnectReason } from '../../core/disconnect.ts';
import { MessagingError } from '../../core/errors.ts';
import { ANONYMOUS } from '../../core/principal.ts';
import type { Principal } from '../../core/principal.ts';
import { toWireFrame } from '../../core/wire-frame.ts';
import { EndingSession } from '../../session/ending-session.ts';
import { FrameLine } from '../../session/frame-line.ts';
import { IdleBudget } from '../../session/idle-budget.ts';
import { Login } from '../../session/login.ts';
import type { Arrival, Transport } from '../../session/session-parts.ts';
import { TokenBucket } from '../../session/token-bucket.ts';
import { CollectedBytes } from '../collected-bytes.ts';
import type { EndpointParts } from '../endpoint.ts';
import type { Receiver } from '../websocket-connection.ts';
import { toDisconnectReason } from './close-reason.ts';
import type { CloseReason, TextConversation, TextSession } from './text-conversation.ts';

export interface TextPeerParts extends EndpointParts {
  /** The path of the endpoint. */
  readonly endpoint: string;
}

/** What is carried out in its turn: a message, as it came, or first of all the application's beginning. */
interface Text {
  readonly body: Buffer;
  readonly begun?: PromiseLike<void>;
}

const NO_TEXT = Buffer.alloc(0);

/**
 * One client that speaks plain text messages: the same limits as a STOMP session has, with nothing but close
 * codes to tell of them.
 */
export class TextPeer extends EndingSession<TextPeerParts> implements TextSession, Receiver {
  readonly id: string;
  readonly params: Readonly<Record<string, string>>;
  readonly attributes: Map<string, unknown>;
  readonly #login = new Login(this);
  readonly #line = new FrameLine<Text>(this);
  readonly #message: CollectedBytes;
  readonly #textBudget: TokenBucket;
  #idleBudget: IdleBudget | undefined;
  #conversation: TextConversation | undefined;
  #closedBy: DisconnectReason | undefined;

  /** Throws MessagingError when the user may open no more. */
  constructor(parts: TextPeerParts, connection: Transport, { user, askedAt, handshake }: Arrival) {
    super(parts, connection);
    const { limits, timers, directory } = parts;
    this.id = parts.nextSessionId();
    this.params = handshake?.params ?? {};
    this.attributes = handshake?.attributes ?? new Map<string, unknown>();
    this.#message = new CollectedBytes(limits.maxMessageBytes);
    this.#textBudget = new TokenBucket(timers, limits.maxFramesPerSecond, limits.maxFrameBurst);
    this.#login.begin(user ?? ANONYMOUS, askedAt ?? directory.moment);
  }

  /** Who gets what the client says, which waits as long as a promise of it does. */
  begin(conversation: TextConversation | PromiseLike<TextConversation>): void {
    if (!isPromiseLike(conversation)) {
      this.#begin(conversation);
      return;
    }
    const begun = conversation.then((ready) => this.#begin(ready));
    this.#line.take({ body: NO_TEXT, begun });
  }

  get user(): Principal {
    return this.#login.user ?? ANONYMOUS;
  }

  get endpoint(): string {
    return this.parts.endpoint;
  }

  get transport(): string {
    return this.connection.name;
  }

  get congested(): boolean {
    return this.connection.congested;
  }

  onceRelieved(callback: () => void): void {
    this.connection.onceRelieved(callback);
  }

  send(text: string): void {
    if (this.isOver) return;
    this.parts.counters.textsOut += 1;
    this.connection.send(toWireFrame(Buffer.from(text), true));
  }

  override close(reason: CloseReason = DISCONNECT_REASONS.normal): void {
    super.close(toDisconnectReason(reason));
  }

  /** Ends the session from the application's side: at a logout, say. */
  disconnect(reason: DisconnectReason): void {
    this.close(reason);
  }

  /** Ends the session by the code of an error, which is all that its client is told. */
  fail(error: unknown): void {
    if (this.isClosed) return;
    const refusal = error instanceof MessagingError ? error : new MessagingError('internal_error');
    if (refusal.code === 'internal_error' || refusal.code === 'unavailable') {
      this.parts.logger.error({ err: error, session: this.id }, 'a session failed');
    }
    this.close({ code: refusal.disconnect.code, reason: refusal.code });
  }

  receive(piece: Buffer, isLast: boolean): void {
    if (this.isOver) return;
    this.parts.counters.bytesIn += piece.length;
    if (!this.#message.add(piece)) this.fail(new MessagingError('message_too_large'));
    else if (isLast) this.#take(this.#message.take());
    else this.idle(piece.length);
  }

  idle(byteLength: number): void {
    const { timers, limits } = this.parts;
    this.#idleBudget ??= new IdleBudget(timers, limits.maxIdleBytesPerSecond);
    if (!this.#idleBudget.take(0, byteLength, false)) this.fail(new MessagingError('too_many_idle_bytes'));
  }

  /** Called by the line: it is this message's turn. */
  perform({ body, begun }: Text): void | Promise<void> {
    const answer = begun ?? this.#conversation?.onText?.(body.toString('utf8'));
    if (!isPromiseLike(answer)) return;
    const { timers, limits } = this.parts;
    return answerWithin(limits.answerTimeLimitMs, timers, answer);
  }

  /** Called by the line: reads on. */
  resume(): void {
    if (!this.isOver) this.connection.resume();
  }

  /** The client may have been closed while that was found out. */
  #begin(conversation: TextConversation): void {
    this.#conversation = conversation;
    if (this.#closedBy) this.#tellClosed(this.#closedBy);
  }

  #take(body: Buffer): void {
    this.parts.counters.textsIn += 1;
    try {
      if (!this.#textBudget.take(1)) throw new MessagingError('too_many_frames');
      if (!isUtf8(body)) throw new MessagingError('invalid_text');
      this.#line.take({ body });
    } catch (error) {
      this.fail(error);
    }
  }

  protected get hasWork(): boolean {
    return this.#line.isBusy;
  }

  protected release(reason: DisconnectReason): void {
    this.#closedBy = reason;
    this.#line.clear();
    this.#message.take();
    this.#login.end(reason);
    this.#tellClosed(reason);
  }

  #tellClosed({ code, reason }: DisconnectReason): void {
    const onError = (error: unknown): void =>
      this.parts.logger.error({ err: error, session: this.id }, 'onClosed failed');
    try {
      const answer = this.#conversation?.onClosed?.({ code, reason });
      if (isPromiseLike(answer)) answer.then(undefined, onError);
    } catch (error) {
      onError(error);
    }
  }
}
