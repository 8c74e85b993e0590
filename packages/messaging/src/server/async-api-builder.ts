import type { Separator } from '../core/ant-pattern.ts';
import { toAddress } from './async-api-address.ts';
import type { ParameterTexts } from './async-api-address.ts';
import type { AsyncApiChannel, AsyncApiOperation, JsonSchema } from './async-api-document.ts';
import { jsonSchemaOf, moveSchema } from './async-api-schema.ts';
import type { PayloadSchema, ToJsonSchema } from './async-api-schema.ts';

/** One kind of message at one destination. */
export interface DescribedMessage {
  /** A destination, or a pattern of some. */
  readonly destination: string;
  readonly name: string;
  readonly schema: PayloadSchema | undefined;
  /** Whether the schema speaks of what comes in, or of what goes out. */
  readonly side: 'input' | 'output';
  readonly headers?: JsonSchema;
  readonly description?: string | undefined;
  readonly parameters?: ParameterTexts | undefined;
}

interface BuilderOptions {
  readonly separator: Separator;
  readonly convert: ToJsonSchema | undefined;
  /** Of variables that their own destination says nothing of. */
  readonly parameters: ParameterTexts | undefined;
}

interface Place {
  readonly channel: { readonly $ref: string };
  readonly messages: readonly { readonly $ref: string }[];
}

/** Collects channels, operations and schemas under names that are unique, and can stand in a JSON pointer. */
export class AsyncApiBuilder {
  readonly channels: Record<string, AsyncApiChannel> = {};
  readonly operations: Record<string, AsyncApiOperation> = {};
  readonly schemas: Record<string, JsonSchema> = {};
  readonly #ids = new Map<string, string>();
  readonly #options: BuilderOptions;

  constructor(options: BuilderOptions) {
    this.#options = options;
  }

  /** Adds what the server does at a destination, and perhaps where it answers. */
  operate(
    action: 'send' | 'receive',
    message: DescribedMessage,
    more: { summary?: string | undefined; reply?: DescribedMessage | undefined } = {},
  ): void {
    const place = this.#place(message);
    const name = freeKey(this.operations, `${action}.${idOf(message.destination)}`);
    this.operations[name] = {
      action,
      ...place,
      ...(more.summary === undefined ? {} : { summary: more.summary }),
      ...(more.reply ? { reply: this.#place(more.reply) } : {}),
    };
  }

  #place({ destination, name, schema, side, headers, description, parameters }: DescribedMessage): Place {
    const id = this.#channelId(destination);
    const channel = (this.channels[id] ??= this.#emptyChannel(destination, parameters));
    if (description !== undefined) channel.description ??= description;
    if (!(name in channel.messages) || schema) {
      channel.messages[name] = {
        ...(schema ? { payload: { $ref: this.#define(`${id}.${name}`, schema, side) } } : {}),
        ...(headers ? { headers } : {}),
      };
    }
    const $ref = `#/channels/${id}`;
    return { channel: { $ref }, messages: [{ $ref: `${$ref}/messages/${name}` }] };
  }

  #channelId(destination: string): string {
    const known = this.#ids.get(destination);
    if (known !== undefined) return known;
    const id = freeKey(this.channels, idOf(destination));
    this.#ids.set(destination, id);
    return id;
  }

  #emptyChannel(destination: string, texts: ParameterTexts | undefined): AsyncApiChannel {
    const { separator, parameters: common } = this.#options;
    const { address, parameters } = toAddress(destination, separator, { ...common, ...texts });
    return { address, messages: {}, ...(Object.keys(parameters).length > 0 ? { parameters } : {}) };
  }

  #define(name: string, schema: PayloadSchema, side: 'input' | 'output'): string {
    const at = `#/components/schemas/${name}`;
    this.schemas[name] = moveSchema(jsonSchemaOf(schema, side, this.#options.convert), at);
    return at;
  }
}

/** `/app/chat/{to}` is `app.chat.to`. */
function idOf(destination: string): string {
  return destination.replace(/[^\w-]+/g, '.').replace(/^\.|\.$/g, '') || 'any';
}

function freeKey(table: object, wanted: string): string {
  let key = wanted;
  for (let nth = 2; key in table; nth += 1) key = `${wanted}-${nth}`;
  return key;
}
