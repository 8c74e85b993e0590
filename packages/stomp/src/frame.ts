/** Protocol versions that the codec speaks. */
export type StompVersion = '1.0' | '1.1' | '1.2';

/**
 * Headers of a decoded frame. Of a repeated header the first is kept (STOMP 1.2 "Repeated Header
 * Entries"). Maps made by the decoder inherit nothing: `headers.constructor` is `undefined` unless sent.
 */
export type HeaderMap = Readonly<Record<string, string>>;

/**
 * One decoded frame.
 *
 * `body` may be a view on the chunk that was pushed. Its bytes are the owner's of that chunk: whoever
 * writes into a chunk again, or keeps a body longer than it wants to keep the chunk, copies it first
 * (`body.slice()`). It is empty, never absent, when the frame had none.
 */
export interface Frame {
  readonly command: string;
  readonly headers: HeaderMap;
  readonly body: Uint8Array;
}
