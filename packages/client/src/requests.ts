import { ClientError, clientError } from './client-error.ts';
import type { Client } from './client.ts';
import type { ClientMessage } from './client-message.ts';
import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import type { SendBody } from './outbox.ts';

export interface RequestOptions {
  /** Where the application answers: `/user/queue/callBack`. */
  readonly replies: string;
  /** Where it says why it refused. */
  readonly errors?: string;
  readonly clock?: Clock;
  /** From `ask` to the answer, lost lines included. */
  readonly giveUpAfterMs?: number;
}

/** Messages that the application answers, over a line that may break. */
export interface Requests {
  /**
   * Sends a message with its key as `correlation-id`, again after each line that is lost, until it is answered: the
   * application has to do the same thing only once for the same key. Asked again with a key that is on its way,
   * nothing more is sent.
   * @returns what the application answered; undefined when it took the message and said nothing.
   * @throws ClientError by rejecting: the application's code if it refused; `send_timed_out` when there was no
   * answer within the time limit (it may have the message or not); `queue_full`, `client_closed`, `client_refused`.
   */
  ask(destination: string, body: SendBody, key: string): Promise<unknown>;
}

const GIVE_UP_AFTER_MS = 120_000;

/** Nobody knows whether the message arrived: sent again with its key, it does no harm. */
const UNCERTAIN_CODES = new Set(['line_lost', 'send_timed_out']);

interface Pending {
  readonly answer: Promise<unknown>;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
  isSettled: boolean;
}

/** Listens to answers from now on. They come on the line before the RECEIPT of what they answer. */
export function createRequests(client: Client, options: RequestOptions): Requests {
  const { replies, errors = '/user/queue/errors', clock = systemClock } = options;
  const { giveUpAfterMs = GIVE_UP_AFTER_MS } = options;
  const pending = new Map<string, Pending>();

  function pendingFor({ headers }: ClientMessage): Pending | undefined {
    const key = headers['correlation-id'];
    return key === undefined ? undefined : pending.get(key);
  }
  client.subscribe(replies, {
    onMessage: (message) => pendingFor(message)?.resolve(message.json()),
  });
  client.subscribe(errors, {
    onMessage(message) {
      const { code, message: sentence } = message.json() as { code: string; message: string };
      pendingFor(message)?.reject(new ClientError(code, sentence));
    },
  });

  async function sendUntilSettled(send: () => Promise<void>, request: Pending): Promise<void> {
    while (!request.isSettled) {
      try {
        await send();
        request.resolve(undefined);
      } catch (error) {
        if (!(error instanceof ClientError)) throw error;
        if (!UNCERTAIN_CODES.has(error.code)) request.reject(error);
      }
    }
  }

  return {
    ask(destination, body, key) {
      const earlier = pending.get(key);
      if (earlier) return earlier.answer;
      const request = openRequest();
      const send = () => client.send(destination, body, { 'correlation-id': key });
      const stopLimit = clock.after(giveUpAfterMs, () => request.reject(clientError('send_timed_out')));
      pending.set(key, request);
      // What cannot even be written is the caller's to hear of.
      sendUntilSettled(send, request).catch(request.reject);
      return request.answer.finally(() => {
        stopLimit();
        pending.delete(key);
      });
    },
  };
}

function openRequest(): Pending {
  let settle: Pick<Pending, 'resolve' | 'reject'> | undefined;
  // `Promise.withResolvers` would do, but the phones of 2022 lack it.
  const answer = new Promise<unknown>((resolve, reject) => (settle = { resolve, reject }));
  const request = {
    answer,
    isSettled: false,
    resolve(value: unknown) {
      request.isSettled = true;
      settle?.resolve(value);
    },
    reject(error: unknown) {
      request.isSettled = true;
      settle?.reject(error);
    },
  };
  return request;
}
