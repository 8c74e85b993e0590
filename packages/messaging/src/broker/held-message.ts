import type { Message } from '../core/message.ts';

/** A message that waits to be delivered or acknowledged: in one queue, or for one subscription. */
export interface HeldMessage {
  readonly message: Message;
  /** Its place in its queue: higher than that of all before it. */
  readonly order: number;
  /** What it takes of a limit, about. */
  readonly bytes: number;
  /** How often it was delivered. */
  attempts: number;
}

/** What a message takes besides its text: a guess that keeps empty ones from being free. */
const OVERHEAD_BYTES = 256;

/** About the memory that a message takes as long as it is kept. */
export function bytesOf({ headers, body }: Message): number {
  let bytes = OVERHEAD_BYTES + body.length;
  for (const name in headers) bytes += name.length + (headers[name] ?? '').length;
  return bytes;
}

/** The message as it can be kept: with a body of its own, for that of a SEND is a view on what came from the socket. */
export function keepable(message: Message): Message {
  return { ...message, body: Uint8Array.from(message.body) };
}

export function hold(message: Message, order = 0): HeldMessage {
  return { message, order, bytes: bytesOf(message), attempts: 0 };
}
