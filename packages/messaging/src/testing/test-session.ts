import { createDecoder, encodeFrame } from '@carillon/stomp';
import type { Frame, StompVersion } from '@carillon/stomp';
import { simpleBroker } from '../broker/simple-broker.ts';
import type { SimpleBrokerOptions } from '../broker/simple-broker.ts';
import { withJournals } from '../broker/journaled-broker.ts';
import type { JournalMapping } from '../broker/journal-lookup.ts';
import type { Authorize } from '../core/authorize.ts';
import { createCounters } from '../core/counters.ts';
import type { DisconnectReason } from '../core/disconnect.ts';
import { EngineEvents } from '../core/events.ts';
import type { Interceptor } from '../core/interceptor.ts';
import { withDefaults } from '../core/limits.ts';
import type { Limits } from '../core/limits.ts';
import { silentLogger } from '../core/logger.ts';
import type { Principal } from '../core/principal.ts';
import { TimerWheel } from '../core/timer-wheel.ts';
import type { WireFrame } from '../core/wire-frame.ts';
import { UserDestinationResolver } from '../user/user-destination-resolver.ts';
import { UserDirectory } from '../user/user-directory.ts';
import { withUserDestinations } from '../user/with-user-destinations.ts';
import type { AuthenticateConnect, SessionParts, Transport } from '../session/session-parts.ts';
import { Session } from '../session/session.ts';

/** A transport that keeps what it is given, and is as congested as a test says. */
export class FakeTransport implements Transport {
  readonly name = 'fake';
  congested = false;
  lastSentMs = 0;
  isPaused = false;
  closedBy: DisconnectReason | undefined;
  heartbeats = 0;
  readonly frames: Frame[] = [];
  /** The same as they stand on the wire, heart-beats too. */
  wire = '';
  readonly #timers: TimerWheel;
  readonly #decoder = createDecoder();
  readonly #onRelieved: (() => void)[] = [];

  constructor(timers: TimerWheel) {
    this.#timers = timers;
  }

  send(frame: WireFrame): void {
    this.lastSentMs = this.#timers.nowMs;
    this.wire += Buffer.from(frame.stomp).toString();
    this.#decoder.push(
      frame.stomp,
      (decoded) => this.#keep(decoded),
      () => (this.heartbeats += 1),
    );
  }

  #keep(frame: Frame): void {
    if (frame.command === 'CONNECTED') this.#decoder.version = frame.headers.version as StompVersion;
    this.frames.push(frame);
  }

  onceRelieved(callback: () => void): void {
    this.#onRelieved.push(callback);
  }

  relieve(): void {
    this.congested = false;
    for (const callback of this.#onRelieved.splice(0)) callback();
  }

  close(reason: DisconnectReason): void {
    this.closedBy = reason;
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  get commands(): string[] {
    return this.frames.map(({ command }) => command);
  }

  get last(): Frame | undefined {
    return this.frames.at(-1);
  }
}

export interface TestEngineOptions {
  limits?: Partial<Limits>;
  authorize?: Authorize;
  authenticateConnect?: AuthenticateConnect;
  journals?: JournalMapping[];
  heartbeatMs?: [number, number];
  broker?: SimpleBrokerOptions;
  inbound?: Interceptor[];
  outbound?: Interceptor[];
  requireHost?: boolean;
}

/** An engine without sockets, whose time a test moves by hand. */
export class TestEngine {
  readonly timers = new TimerWheel(0);
  readonly parts: SessionParts;
  readonly directory: UserDirectory;
  #lastId = 0;

  constructor(options: TestEngineOptions = {}) {
    const limits = withDefaults(options.limits);
    const events = new EngineEvents(silentLogger);
    const counters = createCounters();
    const { timers } = this;
    const engine = { limits, timers, counters, logger: silentLogger, events, separator: '/' as const };
    const simple = simpleBroker({ heartbeatMs: options.heartbeatMs ?? [0, 0], ...options.broker })(engine);
    const broker = withJournals(simple, options.journals ?? [], engine);
    const directory = new UserDirectory(engine);
    this.directory = directory;
    this.parts = {
      ...engine,
      broker: withUserDestinations(broker, new UserDestinationResolver(directory), engine.counters),
      authorize: options.authorize ?? (() => true),
      inbound: options.inbound ?? [],
      outbound: options.outbound ?? [],
      requireHost: options.requireHost ?? false,
      endpoint: '/test',
      authenticateConnect: options.authenticateConnect,
      directory,
      nextMessageId: () => `m${(this.#lastId += 1)}`,
      nextSessionId: () => `s${(this.#lastId += 1)}`,
    };
  }

  /** A session whose socket was just opened. */
  open(user: Principal | undefined = { name: 'ann' }): TestSession {
    return new TestSession(this, user);
  }

  /** A session that has said CONNECT. */
  connect(user?: Principal, version = '1.2'): TestSession {
    const opened = this.open(user);
    opened.send('CONNECT', { 'accept-version': version, host: 'test' });
    opened.transport.frames.length = 0;
    return opened;
  }

  advance(ms: number): void {
    this.timers.advance(this.timers.nowMs + ms);
  }
}

export class TestSession {
  readonly transport: FakeTransport;
  readonly session: Session;

  constructor(engine: TestEngine, user: Principal | undefined) {
    this.transport = new FakeTransport(engine.timers);
    this.session = new Session(engine.parts, this.transport, { user });
  }

  send(command: string, headers: Record<string, string> = {}, body?: string): void {
    this.session.receive(encodeFrame({ command, headers, ...(body === undefined ? {} : { body }) }));
  }

  /** What a client writes, as it stands on the wire. */
  write(text: string): void {
    this.session.receive(Buffer.from(text));
  }

  get commands(): string[] {
    return this.transport.commands;
  }

  get last(): Frame | undefined {
    return this.transport.last;
  }
}
