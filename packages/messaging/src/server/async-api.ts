import type { JournalMapping } from '../broker/journal-lookup.ts';
import type { HandlerRegistry } from '../handling/handler-registry.ts';
import type { MessageMapping } from '../handling/mapping.ts';
import { toList } from '../handling/mapping.ts';
import type { ParameterTexts } from './async-api-address.ts';
import { AsyncApiBuilder } from './async-api-builder.ts';
import type { DescribedMessage } from './async-api-builder.ts';
import type { AsyncApiDocument, AsyncApiServer, JsonSchema } from './async-api-document.ts';
import type { PayloadSchema, ToJsonSchema } from './async-api-schema.ts';

export interface AsyncApiOptions {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  /** By a name of your choice. */
  readonly servers?: Readonly<Record<string, AsyncApiServer>>;
  /** What the variables of destinations stand for, by name, where a destination says nothing else of its own. */
  readonly parameters?: ParameterTexts;
  /** For schemas that bring no JSON Schema of their own. */
  readonly toJsonSchema?: ToJsonSchema;
}

/** What an application says of a destination that has no handler: what it sends there, or what clients may. */
export interface DestinationDescription {
  readonly summary?: string;
  readonly description?: string;
  /** What its variables stand for, by name. */
  readonly parameters?: ParameterTexts;
  /** What the payload looks like. */
  readonly schema?: PayloadSchema;
  /** Clients SEND there, besides the application or instead of it. Default: only the application does. */
  readonly clientsSend?: boolean;
}

export interface AsyncApiParts {
  readonly registry: HandlerRegistry;
  readonly described: ReadonlyMap<string, DestinationDescription>;
  readonly journals: readonly JournalMapping[];
  readonly applicationPrefixes: readonly string[];
  readonly userPrefix: string;
  readonly replyPrefix: string;
  readonly errorDestination: string;
}

const ERROR_SCHEMA: JsonSchema = {
  type: 'object',
  required: ['code', 'message', 'destination'],
  properties: {
    code: { type: 'string', description: 'For programs.' },
    message: { type: 'string', description: 'For people.' },
    destination: { type: 'string', description: 'Where the message went that caused it.' },
    issues: {
      type: 'array',
      items: {
        type: 'object',
        required: ['message', 'path'],
        properties: {
          message: { type: 'string' },
          path: { type: 'array', items: { type: ['string', 'integer'] } },
        },
      },
    },
  },
};

const SEQ_HEADER: JsonSchema = {
  type: 'object',
  properties: {
    seq: { type: 'string', pattern: '^[0-9]+$', description: 'Its number: SUBSCRIBE with after.' },
  },
};

/** Describes an engine by AsyncAPI 3.0: handlers, journals, and what the application declared besides. */
export function describeApi(parts: AsyncApiParts, options: AsyncApiOptions): AsyncApiDocument {
  const { registry, described, journals, userPrefix, errorDestination } = parts;
  const builder = new AsyncApiBuilder({
    separator: registry.separator,
    convert: options.toJsonSchema,
    parameters: options.parameters,
  });
  for (const mapping of registry.messages.targets) describeHandler(builder, mapping, parts);
  for (const { paths, options: own } of registry.subscriptions.targets) {
    for (const destination of addressesOf(paths, parts)) {
      const { replySchema: schema, parameters } = own;
      const answer = { destination, name: 'answer', schema, side: 'output', parameters } as const;
      builder.operate('send', answer, { summary: own.summary });
    }
  }
  for (const { pattern } of journals) {
    if (described.has(pattern)) continue;
    builder.operate('send', sent(pattern, { headers: SEQ_HEADER }));
  }
  const journaled = new Set(journals.map(({ pattern }) => pattern));
  for (const [destination, { summary, clientsSend, ...message }] of described) {
    const { schema } = message;
    const headers = journaled.has(destination) ? { headers: SEQ_HEADER } : {};
    builder.operate('send', sent(destination, { ...message, ...headers }), { summary });
    if (clientsSend) builder.operate('receive', sent(destination, { schema }), { summary });
  }
  if (registry.messages.targets.length + registry.subscriptions.targets.length > 0) {
    const destination = `${userPrefix}${errorDestination}`;
    const summary = 'What went wrong with a message of this session.';
    builder.operate('send', { ...sent(destination, { schema: ERROR_SCHEMA }), name: 'error' }, { summary });
  }
  const { title, version, description, servers } = options;
  const { channels, operations, schemas } = builder;
  return {
    asyncapi: '3.0.0',
    info: { title, version, ...(description === undefined ? {} : { description }) },
    ...(servers ? { servers } : {}),
    defaultContentType: 'application/json',
    channels,
    operations,
    components: { schemas },
  };
}

function sent(destination: string, more: Partial<DescribedMessage>): DescribedMessage {
  return { destination, name: 'message', schema: undefined, side: 'output', ...more };
}

/** Replies are told of only where the application says something of them: many handlers have none. */
function describeHandler(builder: AsyncApiBuilder, mapping: MessageMapping, parts: AsyncApiParts): void {
  const { paths, schema, options } = mapping;
  const { summary, parameters, replySchema, sendTo = [] } = options;
  const { userPrefix, replyPrefix } = parts;
  for (const path of paths) {
    const toUser = toList(options.toUser ?? []).map((destination) => `${userPrefix}${destination}`);
    const isUsual = replySchema && toUser.length === 0 && sendTo.length === 0;
    const usual = `${userPrefix}${replyPrefix}${path.startsWith('/') ? path : `/${path}`}`;
    const [first, ...others] = isUsual ? [usual] : toUser;
    const reply =
      first === undefined
        ? undefined
        : { ...sent(first, { schema: replySchema, parameters }), name: 'reply' };
    for (const destination of addressesOf([path], parts)) {
      const request = { destination, name: 'message', schema, side: 'input', parameters } as const;
      builder.operate('receive', request, { summary, reply });
    }
    for (const destination of [...others, ...toList(sendTo)]) {
      builder.operate('send', sent(destination, { schema: replySchema, parameters }), { summary });
    }
  }
}

function addressesOf(paths: readonly string[], { applicationPrefixes }: AsyncApiParts): string[] {
  return applicationPrefixes.flatMap((prefix) =>
    paths.map((path) => `${prefix}${path.startsWith('/') ? '' : '/'}${path}`),
  );
}
