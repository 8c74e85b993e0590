import type { StandardSchemaV1 } from '@standard-schema/spec';
import { antPiecesOf } from '../core/ant-pieces.ts';
import { segmentsOf } from '../core/ant-pattern.ts';
import type { Separator } from '../core/ant-pattern.ts';
import type { ConcurrencyLimit } from './concurrency-limit.ts';
import type { ErrorHandlers } from './error-handlers.ts';
import type { ErrorCall, HandlerCall, HandlerOptions, MessageCall, ReplyOptions } from './handlers.ts';
import { compileReplyDestination } from './reply-destination.ts';
import type { ReplyDestination } from './reply-destination.ts';

/** Where a returned value goes; without any destination, to the usual place. */
export interface ReplyPlan {
  readonly sendTo: readonly ReplyDestination[];
  readonly toUser: readonly ReplyDestination[];
  readonly broadcast: boolean;
}

/** A handler as it was registered. */
export interface Mapping {
  /** Behind the application prefix, with those of its groups. */
  readonly paths: readonly string[];
  readonly options: HandlerOptions;
  readonly plan: ReplyPlan;
  readonly errors: ErrorHandlers;
  /** The handler's own limit, if it has one. */
  readonly limit: ConcurrencyLimit | undefined;
}

export interface MessageMapping extends Mapping {
  readonly schema: StandardSchemaV1 | undefined;
  // A method, so that a handler of a typed payload fits: the schema sees to it that it gets no other.
  handle(call: MessageCall): unknown;
}

export interface SubscribeMapping extends Mapping {
  handle(call: HandlerCall): unknown;
}

/** An error handler as it was registered. */
export interface ErrorMapping {
  readonly plan: ReplyPlan;
  // A method, so that handlers of a narrower error fit: they are found only for what their match says yes to.
  handle(call: ErrorCall): unknown;
}

/** Prepares reply options for paths with these variables. Throws TypeError for a variable that is none of them. */
export function planReplies(
  { sendTo = [], toUser = [], broadcast }: ReplyOptions,
  names: ReadonlySet<string>,
  broadcastsByDefault: boolean,
): ReplyPlan {
  return {
    sendTo: toList(sendTo).map((template) => compileReplyDestination(template, names)),
    toUser: toList(toUser).map((template) => compileReplyDestination(template, names)),
    broadcast: broadcast ?? broadcastsByDefault,
  };
}

/** The names of a path's variables, in order. */
export function variableNamesOf(path: string, separator: Separator): string[] {
  const pieces = segmentsOf(path, separator).flatMap(antPiecesOf);
  return pieces
    .map((piece) => ('name' in piece ? piece.name : undefined))
    .filter((name) => name !== undefined);
}

export function toList(one: string | readonly string[]): readonly string[] {
  return typeof one === 'string' ? [one] : one;
}
