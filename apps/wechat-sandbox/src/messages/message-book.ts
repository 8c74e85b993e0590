import type { Clock } from '../platform/clock.ts';

/** The oldest messages are forgotten beyond this many. */
const MESSAGE_LIMIT = 500;
/** A second message of one client_msg_id to one person is the first one for so long. */
const SAME_MESSAGE_MS = 10 * 60_000;

/** A template message that WeChat took. */
export interface SentMessage {
  readonly msgId: string;
  readonly clientMsgId: string | undefined;
  readonly personId: string;
  readonly openid: string;
  /** Which of the account's templates: `orderStatus`. */
  readonly template: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly url: string;
  readonly sentAt: number;
  readonly status: 'success' | 'failed:user block' | 'failed: system failed';
}

export interface MessageBook {
  add(message: SentMessage): void;
  /** Newest first. */
  all(): SentMessage[];
  /** The message that one of the same client_msg_id to the same person is a copy of. */
  findSame(openid: string, clientMsgId: string): SentMessage | undefined;
  onChange(listener: () => void): () => void;
}

/** Messages live in memory only. */
export function createMessageBook(clock: Clock): MessageBook {
  let messages: SentMessage[] = [];
  const listeners = new Set<() => void>();
  return {
    add(message) {
      messages = [message, ...messages].slice(0, MESSAGE_LIMIT);
      for (const listener of listeners) listener();
    },
    all: () => messages,
    findSame: (openid, clientMsgId) =>
      messages.find(
        (message) =>
          message.openid === openid &&
          message.clientMsgId === clientMsgId &&
          clock.now() - message.sentAt < SAME_MESSAGE_MS,
      ),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
