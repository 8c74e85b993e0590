import { randomBytes } from 'node:crypto';
import { vi, expect } from 'vitest';
import { simpleBroker } from '../broker/simple-broker.ts';
import type { ConnectedSession } from '../core/connected-session.ts';
import type { Journal } from '../core/journal.ts';
import { createMemoryJournal } from '../core/memory-journal.ts';
import type { EndpointOptions } from '../endpoint/endpoint.ts';
import type { MessagingOptions } from '../server/create-messaging.ts';
import { collectGarbage } from './memory-contents.ts';
import { TestClient } from './test-client.ts';
import { startServer } from './test-server.ts';
import type { TestServer } from './test-server.ts';

const HOUR_MS = 3_600_000;

/** A word that nobody else has. */
export function newMark(): string {
  return randomBytes(8).toString('hex');
}

/**
 * An engine with all that can keep something for a client, clients that come to go again, and an application
 * that answers when it is told to. Every word by which a client says who it is, or what is its own, begins
 * with the mark.
 */
export class DepartingClients {
  readonly mark: string;
  readonly server: TestServer;
  readonly #application: Application;
  #lastWord = 0;

  private constructor(server: TestServer, mark: string, application: Application) {
    this.server = server;
    this.mark = mark;
    this.#application = application;
  }

  static async start(options: MessagingOptions = {}, mark = newMark()): Promise<DepartingClients> {
    const application = new Application();
    const engine = { ...engineOptions(application), ...options };
    const server = await startServer(engine, endpointOptions(application));
    server.messaging.endpoint('/open');
    server.messaging.handle('/late', () => application.later('answered'));
    server.messaging.handleSubscribe('/late', () => application.later('answered'));
    return new DepartingClients(server, mark, application);
  }

  word(what: string): string {
    return `${this.mark}-${what}-${(this.#lastWord += 1)}`;
  }

  /** The address of the endpoint, or of something below it, for a user of this name. */
  address(name = this.word('name'), below = ''): string {
    return `${this.server.url}${below}?name=${name}&login=${this.word('login')}&address=${this.word('address')}`;
  }

  /** A client that has not said CONNECT. */
  open(name?: string): Promise<TestClient> {
    return TestClient.open(this.address(name));
  }

  sayConnect(client: TestClient, headers: Record<string, string> = {}): void {
    client.send('CONNECT', { 'accept-version': '1.2', host: this.word('host'), ...headers });
  }

  async connect(headers: Record<string, string> = {}, name?: string): Promise<TestClient> {
    const client = await this.open(name);
    this.sayConnect(client, headers);
    await client.take('CONNECTED');
    return client;
  }

  /** Subscribes a client, or a new one. */
  async subscribe(destination: string, headers: Record<string, string> = {}, client?: TestClient) {
    const subscriber = client ?? (await this.connect());
    await subscriber.ask('SUBSCRIBE', { destination, id: this.word('subscription'), ...headers });
    return subscriber;
  }

  /** Waits until the application was asked something. */
  async asked(): Promise<void> {
    await vi.waitFor(() => expect(this.#application.owesAnswers).toBe(true), { timeout: 15_000 });
  }

  /** Lets the application answer all that it was asked. */
  answer(): void {
    this.#application.answer();
  }

  /** How many are in memory still of the sessions that said CONNECT. */
  countSessionsLeft(): number {
    collectGarbage();
    return this.#application.sessions.filter((session) => session.deref()).length;
  }
}

/** What stands behind the engine: it answers when it is told to. */
class Application {
  readonly sessions: WeakRef<ConnectedSession>[] = [];
  readonly #answers = new Set<() => void>();

  get owesAnswers(): boolean {
    return this.#answers.size > 0;
  }

  later<Answer>(answer: Answer): Promise<Answer> {
    return new Promise((resolve) => this.#answers.add(() => resolve(answer)));
  }

  answer(): void {
    for (const answer of this.#answers) answer();
    this.#answers.clear();
  }
}

/** Times are short, so that what a time limit ends is over soon; a login is valid for longer than any test. */
function engineOptions(application: Application): MessagingOptions {
  const kept = createMemoryJournal();
  kept.append('/topic/journal', 'first');
  const late: Journal = {
    onAppend: (listener) => kept.onAppend(listener),
    read: (destination, after, limit) =>
      kept.read(destination, after, limit).then((page) => application.later(page)),
  };
  return {
    broker: simpleBroker({ queueSemantics: 'shared', deadLetter: '/queue/dead', heartbeatMs: [0, 100] }),
    journals: [
      { pattern: '/topic/journal', journal: kept },
      { pattern: '/topic/late-journal', journal: late },
    ],
    authorize: ({ destination }) => (destination === '/topic/asked-about' ? application.later(true) : true),
    handlers: { timeLimitMs: 300 },
    presence: { offlineGraceMs: 100 },
    limits: { answerTimeLimitMs: 300, firstFrameTimeLimitMs: 2_000, maxUnackedMessages: 2 },
  };
}

function endpointOptions(application: Application): EndpointOptions {
  return {
    sockjs: { disconnectDelayMs: 200 },
    authenticate: ({ query }) => {
      const name = query.get('name') ?? '';
      return name === '' ? undefined : { name, session: query.get('login') ?? '', expiresInMs: HOUR_MS };
    },
    authenticateConnect: ({ passcode }, { handshakeUser: user, session }) => {
      application.sessions.push(new WeakRef(session));
      if (passcode === 'wrong') return undefined;
      // Somebody else, though of the same name: the login of the handshake is over.
      const inFrame = user && { ...user, expiresInMs: 2 * HOUR_MS };
      return passcode === 'late' ? application.later(inFrame) : inFrame;
    },
    attributes: ({ query }) => ({ note: query.get('login') }),
    addressOf: ({ url }) => new URL(url ?? '', 'http://any').searchParams.get('address') ?? '',
  };
}
