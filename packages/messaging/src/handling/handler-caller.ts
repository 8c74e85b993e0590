import type { SubscribeRequest, Subscription } from '../core/broker.ts';
import type { ConnectedSession } from '../core/connected-session.ts';
import { countIn } from '../core/counters.ts';
import type { DestinationParams } from '../core/destination.ts';
import type { EngineParts } from '../core/engine-parts.ts';
import type { Message } from '../core/message.ts';
import type { MessagingTemplate } from '../core/template.ts';
import { AnswerAcks } from './answer-acks.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';
import { Deadline } from './deadline.ts';
import type { ErrorHandlers } from './error-handlers.ts';
import { handlerError, HandlerError } from './handler-error.ts';
import type { HandlerRegistry } from './handler-registry.ts';
import type { HandlingOptions } from './handling-options.ts';
import { ErrorInvocation, Invocation, MessageInvocation } from './invocation.ts';
import type { InvocationParts } from './invocation.ts';
import type { ErrorMapping, ReplyPlan, SubscribeMapping } from './mapping.ts';
import type { Found } from './mapping-table.ts';
import { readPayload } from './read-payload.ts';
import { sendReply } from './replies.ts';
import { answeredSubscription, encodeAnswer, silentSubscription } from './subscription-answer.ts';
import { validatePayload } from './validate-payload.ts';

export interface HandlingParts {
  readonly engine: EngineParts;
  readonly registry: HandlerRegistry;
  readonly template: MessagingTemplate;
  readonly nextMessageId: () => string;
  readonly options: Required<HandlingOptions>;
}

const NO_PARAMS: DestinationParams = Object.freeze({});
/** Of the time for which a session waits for its SUBSCRIBE: a handler and then an error handler fit into it. */
const SUBSCRIBE_SHARE = 0.4;
const ERROR_PLAN: ReplyPlan = Object.freeze({ sendTo: [], toUser: [], broadcast: false });

/**
 * Calls handlers and sends what comes of it. Whatever goes wrong becomes a message to the sender; nothing
 * rejects, as that would end the session.
 */
export class HandlerCaller {
  readonly acks = new AnswerAcks();
  readonly #parts: HandlingParts;
  readonly #limit: ConcurrencyLimit;

  constructor(parts: HandlingParts) {
    this.#parts = parts;
    this.#limit = new ConcurrencyLimit(parts.options.maxConcurrent, parts.options.maxQueued);
  }

  /** Settles when the handler has answered and its reply is on its way. */
  async send(path: string, message: Message, session: ConnectedSession): Promise<void> {
    const { counters } = this.#parts.engine;
    const beganMs = performance.now();
    counters.handling += 1;
    await this.#send(path, message, session);
    counters.handling -= 1;
    counters.handlerMs.observe(performance.now() - beganMs);
  }

  async #send(path: string, message: Message, session: ConnectedSession): Promise<void> {
    const { registry, options } = this.#parts;
    const found = registry.messages.find(path);
    const { destination, headers } = message;
    const parts = this.#prepare({
      destination,
      headers,
      session,
      message,
      params: found?.params ?? NO_PARAMS,
    });
    try {
      if (!found) throw handlerError('no_handler');
      const { target } = found;
      const value = await this.#inTurn(target.limit, parts.deadline, async () => {
        const readings = readPayload(headers, message.body);
        const payload = target.schema ? await validatePayload(target.schema, readings) : readings[0];
        return target.handle(new MessageInvocation(parts, message, payload));
      });
      const usual = `${options.replyPrefix}${path.startsWith('/') ? path : `/${path}`}`;
      await sendReply({ value, plan: target.plan, usual }, parts);
    } catch (error) {
      await this.#fail(error, parts, found?.target.errors ?? registry.errors);
    }
  }

  /** Answers a subscription even where the handler fails: the client may UNSUBSCRIBE as ever. */
  async subscribe(path: string, request: SubscribeRequest): Promise<Subscription> {
    const { registry } = this.#parts;
    const found = registry.subscriptions.find(path);
    const { destination, headers, session } = request;
    const params = found?.params ?? NO_PARAMS;
    const parts = this.#prepare({ destination, headers, session, message: undefined, params });
    try {
      if (!found) throw handlerError('no_handler');
      return await this.#answer(found, request, parts);
    } catch (error) {
      await this.#fail(error, parts, found?.target.errors ?? registry.errors);
      return silentSubscription(request);
    }
  }

  async #answer(
    { target }: Found<SubscribeMapping>,
    request: SubscribeRequest,
    parts: InvocationParts,
  ): Promise<Subscription> {
    const value = await this.#inTurn(target.limit, parts.deadline, () =>
      target.handle(new Invocation(parts)),
    );
    const { plan } = target;
    if (plan.sendTo.length > 0 || plan.toUser.length > 0) {
      await sendReply({ value, plan, usual: '' }, parts);
      return silentSubscription(request);
    }
    return value === undefined ? silentSubscription(request) : this.#answerOnce(value, request);
  }

  #answerOnce(value: unknown, request: SubscribeRequest): Subscription {
    const { engine, nextMessageId } = this.#parts;
    const { session, ackMode } = request;
    const messageId = nextMessageId();
    const frame = encodeAnswer(value, request, messageId);
    if (ackMode !== 'auto') this.acks.expect(session, messageId);
    return answeredSubscription(request, {
      send: () => {
        engine.counters.deliveries += 1;
        session.outlet.send(frame);
      },
      cancel: () => this.acks.settle(session, messageId),
    });
  }

  #prepare(parts: Omit<InvocationParts, 'template' | 'deadline'>): InvocationParts {
    const { template, engine, options } = this.#parts;
    const { limits, timers } = engine;
    const mostMs = parts.message ? Infinity : limits.answerTimeLimitMs * SUBSCRIBE_SHARE;
    return {
      ...parts,
      template,
      deadline: new Deadline(timers, Math.min(options.timeLimitMs, mostMs)),
    };
  }

  /** A place of the handler's own is taken first: who waits for one of those must not keep one of all. */
  #inTurn(own: ConcurrencyLimit | undefined, deadline: Deadline, task: () => unknown): Promise<unknown> {
    const run = () => this.#limit.run(task, deadline);
    return own ? own.run(run, deadline) : run();
  }

  async #fail(error: unknown, parts: InvocationParts, handlers: ErrorHandlers): Promise<void> {
    let untold = error;
    try {
      const mapping = handlers.find(error);
      if (mapping) {
        await this.#handleError(mapping, error, parts);
        return;
      }
    } catch (second) {
      // It hides nothing: the log has both. A HandlerError is what became of the first.
      if (!(second instanceof HandlerError)) this.#log(error, parts);
      untold = second;
    }
    await this.#tell(untold, parts).catch((third: unknown) => this.#log(third, parts));
  }

  async #handleError(mapping: ErrorMapping, error: unknown, parts: InvocationParts): Promise<void> {
    const { deadline } = this.#prepare(parts);
    const call = new ErrorInvocation({ ...parts, deadline }, error);
    const value = await deadline.run(() => mapping.handle(call));
    await sendReply({ value, plan: mapping.plan, usual: this.#parts.options.errorDestination }, parts);
  }

  /** Tells the sender what it may know; the rest is for the log. */
  async #tell(error: unknown, parts: InvocationParts): Promise<void> {
    if (!(error instanceof HandlerError)) this.#log(error, parts);
    const { code, message, issues } = error instanceof HandlerError ? error : handlerError('internal_error');
    countIn(this.#parts.engine.counters.handlerErrors, code);
    // JSON leaves out what is undefined.
    const value = { code, message, destination: parts.destination, issues };
    await sendReply({ value, plan: ERROR_PLAN, usual: this.#parts.options.errorDestination }, parts);
  }

  #log(error: unknown, { destination, session }: InvocationParts): void {
    this.#parts.engine.logger.error({ err: error, session: session.id, destination }, 'a handler failed');
  }
}
