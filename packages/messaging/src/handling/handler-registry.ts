import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { Separator } from '../core/ant-pattern.ts';
import { combinePaths } from './combine-paths.ts';
import { ConcurrencyLimit } from './concurrency-limit.ts';
import { ErrorHandlers } from './error-handlers.ts';
import type {
  ErrorHandler,
  ErrorMatch,
  HandlerOptions,
  Handlers,
  MessageHandler,
  ReplyOptions,
  SubscribeHandler,
} from './handlers.ts';
import { planReplies, toList, variableNamesOf } from './mapping.ts';
import type { Mapping, MessageMapping, SubscribeMapping } from './mapping.ts';
import { MappingTable } from './mapping-table.ts';

/** Calls that wait for their turn at a handler with a limit of its own. */
const MAX_QUEUED_PER_HANDLER = 10_000;

type Paths = string | readonly string[];
type WithSchema = [schema: StandardSchemaV1, handler: MessageHandler<never, never>, options?: HandlerOptions];
type WithoutSchema = [handler: MessageHandler<never, never>, options?: HandlerOptions];

interface Group {
  readonly outer: HandlerRegistry;
  readonly prefixes: readonly string[];
}

/** All handlers of an application by path, or those of one of its groups. */
export class HandlerRegistry implements Handlers {
  readonly separator: Separator;
  readonly messages: MappingTable<MessageMapping>;
  readonly subscriptions: MappingTable<SubscribeMapping>;
  /** Those that stand in no inner group. */
  readonly errors: ErrorHandlers;
  readonly #prefixes: readonly string[];

  constructor(separator: Separator, group?: Group) {
    this.separator = separator;
    this.messages = group?.outer.messages ?? new MappingTable(separator);
    this.subscriptions = group?.outer.subscriptions ?? new MappingTable(separator);
    this.errors = new ErrorHandlers(group?.outer.errors);
    this.#prefixes = group?.prefixes ?? [];
  }

  handle(path: Paths, ...rest: WithSchema | WithoutSchema): void {
    const [schema, handler, options]: Partial<WithSchema> = hasSchema(rest) ? rest : [undefined, ...rest];
    const mapping = { ...this.#map(path, options), schema, handle: handler };
    this.messages.add(mapping.paths, mapping);
  }

  handleSubscribe(path: Paths, handler: SubscribeHandler<never>, options?: HandlerOptions): void {
    const mapping = { ...this.#map(path, options), handle: handler };
    this.subscriptions.add(mapping.paths, mapping);
  }

  handleError<Thrown>(
    match: ErrorMatch<Thrown>,
    handler: ErrorHandler<Thrown>,
    options: ReplyOptions = {},
  ): void {
    this.errors.add(match, { handle: handler, plan: planReplies(options, new Set(), false) });
  }

  group(prefix: Paths, register: (group: Handlers<never>) => void): void {
    const prefixes = combinePaths(this.#prefixes, toList(prefix), this.separator);
    register(new HandlerRegistry(this.separator, { outer: this, prefixes }));
  }

  #map(path: Paths, options: HandlerOptions = {}): Mapping {
    const paths = combinePaths(this.#prefixes, toList(path), this.separator);
    const [first = [], ...others] = paths.map((each) => variableNamesOf(each, this.separator));
    const inAll = new Set(first.filter((name) => others.every((names) => names.includes(name))));
    const { maxConcurrent } = options;
    return {
      paths,
      options,
      plan: planReplies(options, inAll, true),
      errors: this.errors,
      limit:
        maxConcurrent === undefined ? undefined : new ConcurrencyLimit(maxConcurrent, MAX_QUEUED_PER_HANDLER),
    };
  }
}

function hasSchema(rest: WithSchema | WithoutSchema): rest is WithSchema {
  // Asked of the property: the schemas of some libraries are functions.
  return '~standard' in rest[0];
}
