import type { HeaderMap } from '@carillon/stomp';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { ConnectedSession } from '../core/connected-session.ts';
import type { Message } from '../core/message.ts';
import type { Principal } from '../core/principal.ts';
import type { MessagingTemplate } from '../core/template.ts';
import type { PathParams } from './path-params.ts';

/** What a handler of either kind is given. */
export interface HandlerCall<Params = Readonly<Record<string, string>>> {
  /** As the client named it: with the application prefix, and values where the path has variables. */
  readonly destination: string;
  readonly params: Params;
  readonly user: Principal;
  readonly session: ConnectedSession;
  /** The client's headers. */
  readonly headers: HeaderMap;
  readonly template: MessagingTemplate;
  /** Aborted when the time limit for handlers has passed: whoever waits for something should stop then. */
  readonly signal: AbortSignal;
}

export interface MessageCall<
  Payload = unknown,
  Params = Readonly<Record<string, string>>,
> extends HandlerCall<Params> {
  /** The body, read by its content-type and, where there is a schema, what the schema made of it. */
  readonly payload: Payload;
  /** The message itself: its bytes, and its headers as subscribers would get them. */
  readonly message: Message;
}

export interface ErrorCall<Thrown = unknown> extends HandlerCall {
  readonly error: Thrown;
}

/** Answers a SEND. The returned value is the reply; undefined is none. */
export type MessageHandler<Payload, Params> = (call: MessageCall<Payload, Params>) => unknown;

/** Answers a SUBSCRIBE. The returned value is the subscription's only message; undefined is none. */
export type SubscribeHandler<Params> = (call: HandlerCall<Params>) => unknown;

/** Turns what was thrown into what the sender is told; undefined is nothing. */
export type ErrorHandler<Thrown> = (call: ErrorCall<Thrown>) => unknown;

/** Which errors: those of a class and of the classes below it, or those that a function picks. */
export type ErrorMatch<Thrown> =
  (abstract new (...args: never[]) => Thrown) | ((error: unknown) => error is Thrown);

/** Where a returned value goes instead of its usual place; with both, it goes to both. */
export interface ReplyOptions {
  /** Destinations of the broker; the path's variables may stand in them: `/topic/rooms/{room}`. */
  readonly sendTo?: string | readonly string[];
  /** Destinations of the sender, without `/user`: `/queue/reply`. The path's variables may stand in them. */
  readonly toUser?: string | readonly string[];
  /**
   * Whether all sessions of the sender get what goes to the user, as with Spring's `@SendToUser`, or the sending one
   * only. Default: true for handlers, false for error handlers. Anonymous senders are never one user.
   */
  readonly broadcast?: boolean;
}

export interface HandlerOptions extends ReplyOptions {
  /** How many calls of this handler may run at once, within the limit for all. */
  readonly maxConcurrent?: number;
  /** One line about it, for the AsyncAPI document. */
  readonly summary?: string;
  /** What the path's variables stand for, by name, for the AsyncAPI document. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** What it returns, for the AsyncAPI document. */
  readonly replySchema?: StandardSchemaV1;
}

/** Where applications register what serves their destinations; the paths come behind the application prefix. */
export interface Handlers<Outer = object> {
  /**
   * Serves SENDs to a path, as Spring's `@MessageMapping`. Paths are Ant patterns with {variables}; the most
   * specific one that fits counts. What the handler returns goes to the sender at `/user/queue` + path
   * unless the options say otherwise. Throws TypeError for a path that is taken.
   */
  handle<const Path extends string, Schema extends StandardSchemaV1>(
    path: Path | readonly Path[],
    schema: Schema,
    handler: MessageHandler<StandardSchemaV1.InferOutput<Schema>, Outer & PathParams<Path>>,
    options?: HandlerOptions,
  ): void;
  handle<const Path extends string>(
    path: Path | readonly Path[],
    handler: MessageHandler<unknown, Outer & PathParams<Path>>,
    options?: HandlerOptions,
  ): void;
  /**
   * Answers SUBSCRIBEs to a path, as Spring's `@SubscribeMapping`: what the handler returns goes to that
   * subscription, once, unless `sendTo` or `toUser` say otherwise.
   */
  handleSubscribe<const Path extends string>(
    path: Path | readonly Path[],
    handler: SubscribeHandler<Outer & PathParams<Path>>,
    options?: HandlerOptions,
  ): void;
  /**
   * Answers errors that handlers of this group and its inner groups throw, as Spring's
   * `@MessageExceptionHandler`. Of several, the innermost group's counts, then a function before a class,
   * then the nearest class. What it returns goes to the error destination of the sending session.
   */
  handleError<Thrown>(match: ErrorMatch<Thrown>, handler: ErrorHandler<Thrown>, options?: ReplyOptions): void;
  /** Registers handlers whose paths come behind a common one, as `@MessageMapping` on a class. */
  group<const Prefix extends string>(
    prefix: Prefix | readonly Prefix[],
    register: (group: Handlers<Outer & PathParams<Prefix>>) => void,
  ): void;
}
