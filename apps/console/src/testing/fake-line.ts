import type { ConversationEvent, OrderEvent } from '@carillon/contract';
import type { Line, LineMessage, LineState, SubscribeOptions } from '../lib/line.ts';

export interface FakeLine extends Line {
  tell(state: LineState): void;
  /** Delivers an event as the journal's number `seq`. */
  deliver(event: OrderEvent, seq: number, replayed?: boolean): void;
  /** Delivers what was said, as the number `seq` of the conversations' journal. */
  say(event: ConversationEvent, seq: number, replayed?: boolean): void;
  /** What was asked, in order. The test settles it. */
  readonly asked: Asked[];
  /** What was told of the bell of this device, apart. */
  readonly reported: Asked[];
  readonly subscriptions: (SubscribeOptions & { destination: string })[];
  wakes: number;
  closed: boolean;
}

interface Asked {
  readonly destination: string;
  readonly body: unknown;
  readonly key: string;
  readonly resolve: (answer?: unknown) => void;
  readonly reject: (error: { code: string }) => void;
}

/** Makes a line whose other end is the test. */
export function createFakeLine(): FakeLine {
  let state: LineState = { name: 'connecting' };
  const listeners = new Set<(state: LineState) => void>();
  function hand(ending: string, message: LineMessage): void {
    for (const { destination, onMessage } of line.subscriptions) {
      if (destination.endsWith(ending)) onMessage(message);
    }
  }
  const line: FakeLine = {
    subscriptions: [],
    asked: [],
    reported: [],
    wakes: 0,
    closed: false,
    get state() {
      return state;
    },
    onState(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    subscribe(destination, options) {
      line.subscriptions.push({ destination, ...options });
      return { unsubscribe: () => undefined };
    },
    ask(destination, body, key) {
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      (destination.startsWith('/app/shops/') ? line.reported : line.asked).push({
        destination,
        body,
        key,
        resolve,
        reject,
      });
      return promise;
    },
    connect: () => undefined,
    wake: () => void (line.wakes += 1),
    close: () => void (line.closed = true),
    tell(next) {
      state = next;
      for (const listener of listeners) listener(next);
    },
    deliver: (event, seq, replayed = false) => hand('/orders', { seq, replayed, json: () => event }),
    say: (event, seq, replayed = false) => hand('/conversations', { seq, replayed, json: () => event }),
  };
  return line;
}
