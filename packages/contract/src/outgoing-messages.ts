import { sendChatDestination } from './destinations.ts';
import { makeKey } from './make-key.ts';
import type { ChatMessage, ConversationMessage } from './types.ts';

/** A message of ours that is not yet known to be written down. */
export interface OutgoingMessage extends ChatMessage {
  /** The account it is for. */
  readonly to: string;
  /** Code of why it did not go through; undefined while it is on its way. */
  readonly failure: string | undefined;
  readonly writtenAtMs: number;
}

/** Where they outlive the page: of one tab, and of whoever writes there. */
export interface OutgoingStore {
  read(): string | undefined;
  write(text: string): void;
}

interface OutgoingOptions {
  /** Sends under a key until it is answered; rejects with an error that has a `code`. */
  readonly ask: (destination: string, body: ChatMessage, key: string) => Promise<unknown>;
  /** Told all messages that wait, in the order in which they were written, after each change. */
  readonly onChange: (waiting: readonly OutgoingMessage[]) => void;
  /** Told each message as it was written down. */
  readonly onReceipt: (message: ConversationMessage) => void;
  readonly store: OutgoingStore;
  readonly nowMs?: () => number;
}

interface OutgoingMessages {
  /** Takes up what an earlier page of this tab left behind: what was on its way goes out again, with its key. */
  restore(): void;
  send(message: Pick<OutgoingMessage, 'to' | 'orderId' | 'text'>): void;
  /** Sends what failed again, with its key: if it did arrive, it is still one message. */
  sendAgain(key: string): void;
  /** It was heard of in the journal, or is given up. */
  forget(key: string): void;
}

/** What is found this long after it was written is not sent without being asked: nobody thinks of it any more. */
const SEND_BY_ITSELF_WITHIN_MS = 10 * 60_000;

/** Keeps our messages while they are on their way, each under its key, also while the page is loaded anew. */
export function createOutgoing(options: OutgoingOptions): OutgoingMessages {
  const { ask, onChange, onReceipt, store, nowMs = Date.now } = options;
  const waiting = new Map<string, OutgoingMessage>();

  function tell(): void {
    const messages = [...waiting.values()];
    store.write(JSON.stringify(messages));
    onChange(messages);
  }

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

  function isForgotten({ writtenAtMs }: OutgoingMessage): boolean {
    return nowMs() - writtenAtMs > SEND_BY_ITSELF_WITHIN_MS;
  }

  return {
    restore() {
      for (const message of readAll(store)) {
        if (waiting.has(message.key)) continue;
        if (message.failure !== undefined) put(message);
        else if (isForgotten(message)) put({ ...message, failure: 'send_timed_out' });
        else void post(message);
      }
    },
    send: (message) => void post({ ...message, key: makeKey(), failure: undefined, writtenAtMs: nowMs() }),
    sendAgain(key) {
      const message = waiting.get(key);
      if (message?.failure !== undefined) void post(message);
    },
    forget,
  };
}

/** What was stored; nothing if it cannot be read. */
function readAll(store: OutgoingStore): OutgoingMessage[] {
  try {
    const stored: unknown = JSON.parse(store.read() ?? '[]');
    return Array.isArray(stored) ? stored.filter(isOutgoing) : [];
  } catch {
    return [];
  }
}

function isOutgoing(stored: unknown): stored is OutgoingMessage {
  if (typeof stored !== 'object' || stored === null) return false;
  const { to, orderId, text, key, writtenAtMs } = stored as Partial<OutgoingMessage>;
  const hasTexts = [to, text, key].every((value) => typeof value === 'string');
  return hasTexts && typeof orderId === 'number' && typeof writtenAtMs === 'number';
}

type Receipt = { readonly message?: ConversationMessage } | undefined;

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'unknown';
}
