import type { ConversationMessage } from '@carillon/contract';

/** What is known of the conversation about one order. */
export interface Thread {
  readonly messages: readonly ConversationMessage[];
  /** How many of the buyer's messages nobody of the staff has read. */
  readonly unread: number;
  /** The account that answers go to; undefined until the conversation was read whole. */
  readonly to: string | undefined;
  /** Why it could not be read. */
  readonly error: unknown;
}

export const emptyThread: Thread = { messages: [], unread: 0, to: undefined, error: undefined };
