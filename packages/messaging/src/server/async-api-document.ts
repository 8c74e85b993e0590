/** A JSON Schema, draft 7, which is what AsyncAPI reads unless told otherwise. */
export type JsonSchema = Readonly<Record<string, unknown>>;

interface Reference {
  readonly $ref: string;
}

export interface AsyncApiServer {
  /** With the port, if it is not the protocol's own: `shop.example:8443`. */
  readonly host: string;
  /** `wss` or `ws`. */
  readonly protocol: string;
  /** The path of the endpoint. */
  readonly pathname?: string;
  readonly description?: string;
}

interface AsyncApiMessage {
  readonly payload?: Reference;
  readonly headers?: JsonSchema;
}

export interface AsyncApiChannel {
  readonly address: string;
  readonly messages: Record<string, AsyncApiMessage>;
  readonly parameters?: Readonly<Record<string, { readonly description?: string }>>;
  description?: string;
}

export interface AsyncApiOperation {
  /** What the server does: it receives what clients SEND, and sends what they SUBSCRIBE to. */
  readonly action: 'send' | 'receive';
  readonly channel: Reference;
  readonly messages: readonly Reference[];
  readonly summary?: string;
  readonly reply?: { readonly channel: Reference; readonly messages: readonly Reference[] };
}

/** The parts of an AsyncAPI 3.0 document that are made here. */
export interface AsyncApiDocument {
  readonly asyncapi: '3.0.0';
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly servers?: Readonly<Record<string, AsyncApiServer>>;
  readonly defaultContentType: string;
  readonly channels: Readonly<Record<string, AsyncApiChannel>>;
  readonly operations: Readonly<Record<string, AsyncApiOperation>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
}
