import { makeKey, sendChatDestination } from '@carillon/contract';
import type { ChatMessage, ConversationMessage } from '@carillon/contract';
import { readonly, shallowRef } from 'vue';
import type { Ref } from 'vue';
import type { Line } from '../../lib/line.ts';

/** A message of ours that is not yet known to be written down. */
export interface Outgoing extends ChatMessage {
  /** The account it is for. */
  readonly to: string;
  /** Why it did not go through; undefined while it is on its way. */
  readonly failure: string | undefined;
}

/** Our messages on their way, each under its key: however often one is sent, it is written down once. */
export function useOutgoing(line: Pick<Line, 'ask'>) {
  const waiting = shallowRef<readonly Outgoing[]>([]);

  function forget(key: string): void {
    if (waiting.value.some((one) => one.key === key)) {
      waiting.value = waiting.value.filter((one) => one.key !== key);
    }
  }
  function put(message: Outgoing): void {
    const isKnown = waiting.value.some(({ key }) => key === message.key);
    waiting.value = isKnown
      ? waiting.value.map((one) => (one.key === message.key ? message : one))
      : [...waiting.value, message];
  }
  async function post({ to, orderId, key, text }: Outgoing, onReceipt: OnReceipt): Promise<void> {
    put({ to, orderId, key, text, failure: undefined });
    try {
      const answer = await line.ask(sendChatDestination(to), { orderId, key, text }, key);
      const { message } = (answer ?? {}) as { message?: ConversationMessage };
      if (message) onReceipt(message);
      forget(key);
    } catch (error) {
      const failure = codeOf(error);
      // The journal may have told us meanwhile that it did go through.
      if (waiting.value.some((one) => one.key === key)) put({ to, orderId, key, text, failure });
    }
  }

  return {
    waiting: readonly(waiting) as Readonly<Ref<readonly Outgoing[]>>,
    send: (message: Pick<Outgoing, 'to' | 'orderId' | 'text'>, onReceipt: OnReceipt) =>
      void post({ ...message, key: makeKey(), failure: undefined }, onReceipt),
    sendAgain(key: string, onReceipt: OnReceipt): void {
      const failed = waiting.value.find((one) => one.key === key && one.failure !== undefined);
      if (failed) void post(failed, onReceipt);
    },
    /** It was heard of in the journal, or is given up. */
    forget,
  };
}

type OnReceipt = (message: ConversationMessage) => void;

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'unknown';
}
