import { sendChatDestination } from './destinations.ts';
import { makeKey } from './make-key.ts';
import type { ChatMessage, ConversationMessage } from './types.ts';

/** A message of ours that is not yet known to be written down. */
export interface OutgoingMessage extends ChatMessage {
  /** The account it is for. */
  readonly to: string;
  /** Code of why it did not go through; undefined while it is on its way. */
  readonly failure: string | undefined;
}

interface OutgoingOptions {
  /** Sends under a key until it is answered; rejects with an error that has a `code`. */
  readonly ask: (destination: string, body: ChatMessage, key: string) => Promise<unknown>;
  /** Told all messages that wait, in the order in which they were written, after each change. */
  readonly onChange: (waiting: readonly OutgoingMessage[]) => void;
  /** Told each message as it was written down. */
  readonly onReceipt: (message: ConversationMessage) => void;
}

interface OutgoingMessages {
  send(message: Pick<OutgoingMessage, 'to' | 'orderId' | 'text'>): void;
  /** Sends what failed again, with its key: if it did arrive, it is still one message. */
  sendAgain(key: string): void;
  /** It was heard of in the journal, or is given up. */
  forget(key: string): void;
}

/** Keeps our messages while they are on their way, each under its key. */
export function createOutgoing({ ask, onChange, onReceipt }: OutgoingOptions): OutgoingMessages {
  const waiting = new Map<string, OutgoingMessage>();
  const tell = (): void => onChange([...waiting.values()]);

  function put(message: OutgoingMessage): void {
    waiting.set(message.key, message);
    tell();
  }
  function forget(key: string): void {
    if (waiting.delete(key)) tell();
  }
  async function post(message: OutgoingMessage): Promise<void> {
    const { to, orderId, key, text } = message;
    put({ ...message, failure: undefined });
    try {
      const answer = (await ask(sendChatDestination(to), { orderId, key, text }, key)) as Receipt;
      if (answer?.message) onReceipt(answer.message);
      forget(key);
    } catch (error) {
      // The journal may have told meanwhile that it did go through.
      if (waiting.has(key)) put({ ...message, failure: codeOf(error) });
    }
  }

  return {
    send: (message) => void post({ ...message, key: makeKey(), failure: undefined }),
    sendAgain(key) {
      const message = waiting.get(key);
      if (message?.failure !== undefined) void post(message);
    },
    forget,
  };
}

type Receipt = { readonly message?: ConversationMessage } | undefined;

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'unknown';
}
