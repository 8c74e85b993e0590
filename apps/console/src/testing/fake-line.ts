import type { OrderEvent } from '@carillon/contract';
import type { Line, LineState, SubscribeOptions } from '../lib/line.ts';

export interface FakeLine extends Line {
  tell(state: LineState): void;
  /** Delivers an event as the journal's number `seq`. */
  deliver(event: OrderEvent, seq: number, replayed?: boolean): void;
  readonly subscriptions: (SubscribeOptions & { destination: string })[];
  wakes: number;
  closed: boolean;
}

/** Makes a line whose other end is the test. */
export function createFakeLine(): FakeLine {
  let state: LineState = { name: 'connecting' };
  const listeners = new Set<(state: LineState) => void>();
  const line: FakeLine = {
    subscriptions: [],
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
    connect: () => undefined,
    wake: () => void (line.wakes += 1),
    close: () => void (line.closed = true),
    tell(next) {
      state = next;
      for (const listener of listeners) listener(next);
    },
    deliver(event, seq, replayed = false) {
      for (const { onMessage } of line.subscriptions) onMessage({ seq, replayed, json: () => event });
    },
  };
  return line;
}
