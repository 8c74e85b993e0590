import type { Message } from '../core/message.ts';

/** What a queue says of each of its messages. */
interface QueuePlace {
  /** Higher than that of all before it. */
  readonly order: number;
  /** When it came, in the time of the wheel. */
  readonly cameMs: number;
  /** The name of the user of whose client it came; undefined for one of the application. */
  readonly sender: string | undefined;
}

/** A message that waits to be delivered or acknowledged: in one queue, or for one subscription. */
export interface HeldMessage extends QueuePlace {
  readonly message: Message;
  /** What it takes of a limit, about. */
  readonly bytes: number;
  /** How often it was delivered. */
  attempts: number;
}

/** What a message takes besides its text: a guess that keeps empty ones from being free. */
const OVERHEAD_BYTES = 256;

const OF_NO_QUEUE: QueuePlace = { order: 0, cameMs: 0, sender: undefined };

/** About the memory that a message takes as long as it is kept. */
export function bytesOf({ headers, body }: Pick<Message, 'headers' | 'body'>): number {
  let bytes = OVERHEAD_BYTES + body.length;
  for (const name in headers) bytes += name.length + (headers[name] ?? '').length;
  return bytes;
}

/** The message as it can be kept: with a body of its own, for that of a SEND is a view on what came from the socket. */
export function keepable(message: Message): Message {
  return { ...message, body: Uint8Array.from(message.body) };
}

export function hold(message: Message, place: QueuePlace = OF_NO_QUEUE): HeldMessage {
  return { message, ...place, bytes: bytesOf(message), attempts: 0 };
}
