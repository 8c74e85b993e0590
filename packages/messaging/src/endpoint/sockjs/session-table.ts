import type { IncomingMessage, ServerResponse } from 'node:http';
import { MessagingError } from '../../core/errors.ts';
import type { Framing } from './framing.ts';
import { HeldSession } from './held-session.ts';
import { parseJsonpMessages, parseMessages, readText } from './payload.ts';
import { readBody } from './read-body.ts';
import { ResponseReceiver } from './response-receiver.ts';
import { SockJsSession } from './sockjs-session.ts';
import type { FilledSockJsOptions } from './sockjs-options.ts';
import type { SockJsServiceParts } from './sockjs-service.ts';

interface Receiving {
  readonly sessionId: string;
  readonly framing: Framing;
}

/**
 * The sessions over HTTP of one endpoint, by the ids that their clients chose. Whoever asks for another
 * user's session is told that there is none.
 */
export class SessionTable {
  readonly #options: FilledSockJsOptions;
  readonly #parts: SockJsServiceParts;
  readonly #sessions = new Map<string, HeldSession>();

  constructor(options: FilledSockJsOptions, parts: SockJsServiceParts) {
    this.#options = options;
    this.#parts = parts;
  }

  /** Lets a session send by this response; an id that is not known begins a session. Rejects with the refusal. */
  async attach(request: IncomingMessage, response: ServerResponse, receiving: Receiving): Promise<void> {
    const held = this.#sessions.get(receiving.sessionId);
    if (held) await this.#attachTo(held, request, response, receiving.framing);
    else await this.#begin(request, response, receiving);
  }

  /** Takes the messages that a client sends. Rejects with MessagingError or PayloadError. */
  async receive(request: IncomingMessage, sessionId: string, kind: 'xhr_send' | 'jsonp_send'): Promise<void> {
    const held = this.#sessions.get(sessionId);
    if (!held) throw new MessagingError('unknown_session');
    // A stranger's requests are not to use up what the owner may make.
    await this.#checkOwner(held, request);
    const leave = held.budget.beginSending();
    try {
      await held.session.readable();
      const { timers, limits } = this.#parts.engine;
      const body = await readBody(request, {
        timers,
        maxBytes: this.#options.maxRequestBytes,
        timeLimitMs: limits.sendTimeLimitMs,
      });
      const text = readText(body);
      const messages =
        kind === 'xhr_send' ? parseMessages(text) : parseJsonpMessages(text, request.headers['content-type']);
      held.session.receive(messages);
    } finally {
      leave();
    }
  }

  async #attachTo(
    held: HeldSession,
    request: IncomingMessage,
    response: ServerResponse,
    framing: Framing,
  ): Promise<void> {
    await this.#checkOwner(held, request);
    await held.budget.mayReceive();
    if (!response.destroyed) held.session.attach(this.#receiverFor(response, framing));
  }

  async #begin(
    request: IncomingMessage,
    response: ServerResponse,
    { sessionId, framing }: Receiving,
  ): Promise<void> {
    const { admission, engine, open } = this.#parts;
    let session: SockJsSession | undefined;
    const place = admission.takePlace(request, () => (session ? session.cutOff() : response.destroy()));
    try {
      const arrival = await admission.admit(request);
      if (response.destroyed) return;
      // Two first requests at once: the one that is let in first begins the session.
      const held = this.#sessions.get(sessionId);
      if (held) {
        await this.#attachTo(held, request, response, framing);
        return;
      }
      session = new SockJsSession({
        name: framing.name,
        timers: engine.timers,
        limits: engine.limits,
        writer: engine.writer,
        heartbeatMs: this.#options.heartbeatMs,
        disconnectDelayMs: this.#options.disconnectDelayMs,
        isDraining: () => engine.connections.isDraining,
        onOver: () => {
          this.#sessions.delete(sessionId);
          place.release();
        },
      });
      session.begin(open(session, arrival));
      this.#sessions.set(sessionId, new HeldSession(session, arrival.user, engine));
      session.attach(this.#receiverFor(response, framing));
    } catch (error) {
      session?.cutOff();
      throw error;
    } finally {
      if (!session) place.release();
    }
  }

  async #checkOwner(held: HeldSession, request: IncomingMessage): Promise<void> {
    const user = await this.#parts.admission.recognise(request).catch((error: unknown) => {
      if (error instanceof MessagingError && error.code === 'unauthorized') return undefined;
      throw error;
    });
    if (!held.belongsTo(user)) throw new MessagingError('unknown_session');
  }

  #receiverFor(response: ServerResponse, framing: Framing): ResponseReceiver {
    const { timers, limits, writer } = this.#parts.engine;
    const { responseLimitBytes } = this.#options;
    return new ResponseReceiver({ response, framing, timers, limits, writer, responseLimitBytes });
  }
}
