import { encodeFrame } from '@carillon/stomp';
import type { Frame } from '@carillon/stomp';
import { DEFAULT_BACKOFF, backoffMs } from './backoff.ts';
import type { Backoff } from './backoff.ts';
import { browserSocket } from './browser-socket.ts';
import { callApplication } from './call-application.ts';
import { clientError } from './client-error.ts';
import { DEFAULT_CLIENT_LIMITS } from './client-limits.ts';
import type { ClientLimits } from './client-limits.ts';
import type { ClientOptions } from './client-options.ts';
import { isSameState } from './client-state.ts';
import type { ClientState } from './client-state.ts';
import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { Line } from './line.ts';
import type { LineOptions } from './line.ts';
import { LINE_LOSS_CODES, isFinalRefusal, isTerminalCloseCode } from './line-loss.ts';
import type { LineLoss } from './line-loss.ts';
import { Outbox } from './outbox.ts';
import type { SendBody } from './outbox.ts';
import type { SubscribeOptions, Subscription } from './subscription.ts';
import { SubscriptionBook } from './subscription-book.ts';

/** A client of one STOMP endpoint: it stays connected, and what is journaled arrives whole and in order. */
export interface Client {
  readonly state: ClientState;
  /** Calls back with each change of state from now on. The returned function stops it. */
  onState(listener: (state: ClientState) => void): () => void;
  /** Subscribes, now if the line stands, and again each time it comes back, from where it was lost. */
  subscribe(destination: string, options: SubscribeOptions): Subscription;
  /**
   * Sends a message; resolves when the server has it. Without a line it waits for one.
   * @throws ClientError by rejecting: `queue_full`, `line_lost`, `send_timed_out`, `client_closed`,
   * `client_refused`, or the server's own code. After `line_lost` and `send_timed_out` it may have arrived.
   */
  send(destination: string, body: SendBody, headers?: Readonly<Record<string, string>>): Promise<void>;
  /** Connects, and keeps at it. Does nothing while connected or on the way. */
  connect(): void;
  /**
   * The page came back to the eye or to the net: tries again now, or makes a line that seems to stand answer,
   * which it does to a transaction with nothing in it.
   */
  wake(): void;
  /** Disconnects. Subscriptions are kept for the next `connect`, from where they stand. */
  close(): void;
}

/** Makes a client. It does nothing until `connect`. */
export function createClient(options: ClientOptions): Client {
  return new StompClient(options);
}

/** A line that was heard within this time stands. */
const SILENCE_WORTH_A_CHECK_MS = 1_000;

class StompClient implements Client {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #backoff: Backoff;
  readonly #limits: ClientLimits;
  readonly #onHandshakeFailure: ClientOptions['onHandshakeFailure'];
  readonly #lineOptions: LineOptions;
  readonly #subscriptions: SubscriptionBook;
  readonly #outbox: Outbox;
  readonly #listeners = new Set<(state: ClientState) => void>();
  #state: ClientState = { name: 'closed' };
  #line: Line | undefined;
  /** By `elapsed`, as is the next. */
  #lineOpenedAt = 0;
  #lineConnectedAt: number | undefined;
  /** True once the server has answered for every subscription that was put on this line. */
  #isJoined = false;
  /** By `now`: it is shown. */
  #lostSince: number | undefined;
  #attempt = 0;
  #stopRetry: (() => void) | undefined;
  /** Counts `connect` and `close`, so that an answer to what was asked before them is known as such. */
  #episode = 0;

  constructor(options: ClientOptions) {
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? Math.random;
    this.#backoff = { ...DEFAULT_BACKOFF, ...options.backoff };
    this.#limits = { ...DEFAULT_CLIENT_LIMITS, ...options.limits };
    this.#onHandshakeFailure = options.onHandshakeFailure;
    this.#lineOptions = {
      url: options.url,
      openSocket: options.openSocket ?? browserSocket,
      connectHeaders: options.connectHeaders ?? (() => ({})),
      heartbeatMs: options.heartbeatMs ?? [10_000, 10_000],
      clock: this.#clock,
      limits: this.#limits,
    };
    this.#subscriptions = new SubscriptionBook({
      clock: this.#clock,
      subscribeTimeLimitMs: this.#limits.subscribeTimeLimitMs,
      onChange: () => this.#showConnected(),
    });
    this.#outbox = new Outbox({ ...this.#limits, clock: this.#clock });
  }

  get state(): ClientState {
    return this.#state;
  }

  onState(listener: (state: ClientState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  subscribe(destination: string, options: SubscribeOptions): Subscription {
    // A destination that cannot be written is the caller's to hear of, not the line's.
    encodeFrame({ command: 'SUBSCRIBE', headers: { destination } });
    return this.#subscriptions.add(destination, options);
  }

  send(destination: string, body: SendBody, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    const { name } = this.#state;
    if (name === 'closed') return Promise.reject(clientError('client_closed'));
    if (name === 'refused') return Promise.reject(clientError('client_refused'));
    return this.#outbox.send(destination, body, headers);
  }

  connect(): void {
    if (this.#line) return;
    this.#episode += 1;
    this.#attempt = 0;
    this.#open();
  }

  wake(): void {
    const line = this.#line;
    const { probeTimeLimitMs, busyProbeTimeLimitMs } = this.#limits;
    if (!line) {
      if (this.#state.name === 'offline') this.#open();
    } else if (!line.isConnected) {
      // An attempt begun before the page slept hangs on a network that may be gone.
      if (this.#clock.elapsed() - this.#lineOpenedAt > probeTimeLimitMs) this.#open();
    } else if (line.silentMs() >= SILENCE_WORTH_A_CHECK_MS) {
      const isAnswerOwed = this.#subscriptions.isWaiting || this.#outbox.isAnswerOwed;
      line.probe(isAnswerOwed ? busyProbeTimeLimitMs : probeTimeLimitMs);
    }
  }

  close(): void {
    this.#episode += 1;
    this.#dropLine();
    this.#lostSince = undefined;
    this.#outbox.rejectAll('client_closed');
    this.#show({ name: 'closed' });
  }

  #open(): void {
    this.#dropLine();
    this.#isJoined = false;
    this.#lineConnectedAt = undefined;
    this.#lineOpenedAt = this.#clock.elapsed();
    this.#line = new Line(this.#lineOptions, {
      onConnected: () => this.#connected(),
      onFrame: (frame) => this.#handle(frame),
      onLost: (loss) => this.#lost(loss),
    });
    this.#showConnected();
  }

  #dropLine(): void {
    this.#stopRetry?.();
    this.#stopRetry = undefined;
    this.#line?.close();
    this.#line = undefined;
    this.#subscriptions.detach();
  }

  #connected(): void {
    if (!this.#line) return;
    this.#lineConnectedAt = this.#clock.elapsed();
    this.#subscriptions.attach(this.#line);
    this.#outbox.attach(this.#line);
    this.#showConnected();
  }

  #handle(frame: Frame): void {
    if (frame.command === 'MESSAGE') {
      this.#subscriptions.handleMessage(frame);
    } else if (frame.command === 'RECEIPT') {
      this.#subscriptions.handleReceipt(frame);
      this.#outbox.handleReceipt(frame.headers['receipt-id']);
    }
  }

  #lost(loss: LineLoss): void {
    const now = this.#clock.elapsed();
    const stoodMs = now - (this.#lineConnectedAt ?? now);
    this.#line = undefined;
    if (stoodMs >= this.#limits.stableLineMs) this.#attempt = 0;
    // A refusal that names a request ends that request alone: the others go on without it.
    const tellRefused = isFinalRefusal(loss) ? this.#subscriptions.takeRefused(loss) : undefined;
    const isAboutRequest = tellRefused !== undefined || this.#outbox.awaits(loss.receiptId);
    this.#subscriptions.detach();
    this.#outbox.detach(loss);
    if (isTerminalCloseCode(loss.closeCode) && !isAboutRequest) this.#refused(loss.code, loss.message);
    else this.#retryLater(loss);
    tellRefused?.();
  }

  #refused(code: string, reason: string): void {
    this.#dropLine();
    this.#lostSince = undefined;
    this.#outbox.rejectAll('client_refused');
    this.#show({ name: 'refused', code, reason });
  }

  #retryLater({ opened, code }: LineLoss): void {
    const episode = this.#episode;
    const retryInMs = backoffMs(this.#backoff, this.#attempt, this.#random());
    this.#attempt += 1;
    this.#lostSince ??= this.#clock.now();
    this.#stopRetry = this.#clock.after(retryInMs, () => this.#open());
    this.#show({ name: 'offline', since: this.#lostSince, retryInMs, reason: code });
    if (!opened) void this.#askAboutHandshake(episode);
  }

  async #askAboutHandshake(episode: number): Promise<void> {
    try {
      if ((await this.#onHandshakeFailure?.()) !== 'refused') return;
    } catch {
      return;
    }
    const isOutdated = episode !== this.#episode || this.#line?.isConnected === true;
    if (!isOutdated) this.#refused('handshake_refused', LINE_LOSS_CODES.handshake_refused);
  }

  /** Tells the state that follows from the line and the subscriptions on it. */
  #showConnected(): void {
    if (!this.#line) return;
    this.#isJoined ||= this.#line.isConnected && !this.#subscriptions.isWaiting;
    if (!this.#isJoined) {
      this.#show({ name: 'connecting', ...(this.#lostSince !== undefined && { since: this.#lostSince }) });
      return;
    }
    this.#lostSince = undefined;
    const { remaining } = this.#subscriptions;
    this.#show(remaining > 0 ? { name: 'catching-up', remaining } : { name: 'online' });
  }

  #show(state: ClientState): void {
    if (isSameState(this.#state, state)) return;
    this.#state = state;
    for (const listener of this.#listeners) callApplication(this.#clock, () => listener(state));
  }
}
