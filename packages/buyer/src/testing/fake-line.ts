import type { Line, Listening } from '../shared-line.ts';

interface Asked {
  destination: string;
  body: unknown;
  key: string;
  resolve: (answer?: unknown) => void;
  reject: (error: { code: string }) => void;
}

/** A line that a test holds by its other end. */
export function createFakeLine() {
  const subscriptions = new Map<string, Listening>();
  let tell: (state: { name: string }) => void = () => undefined;
  const calls: string[] = [];
  const asked: Asked[] = [];
  const line: Line = {
    onState(listener) {
      tell = listener;
      return () => (tell = () => undefined);
    },
    subscribe(destination, listening) {
      subscriptions.set(destination, listening);
      return { unsubscribe: () => subscriptions.delete(destination) };
    },
    ask: (destination, body, key) =>
      new Promise((resolve, reject) => asked.push({ destination, body, key, resolve, reject })),
    connect: () => calls.push('connect'),
    wake: () => calls.push('wake'),
    close: () => calls.push('close'),
  };
  return {
    line,
    calls,
    /** What was asked, in order. The test settles it. */
    asked,
    subscriptions,
    /** Lets the line be in a state. */
    become: (name: string) => tell({ name }),
    /** Delivers a message to whoever listens to the destination. */
    deliver: (destination: string, seq: number | undefined, payload: unknown) =>
      subscriptions.get(destination)?.onMessage({ seq, json: () => payload }),
    /** Lets the server refuse the subscription. */
    refuse: (destination: string) => subscriptions.get(destination)?.onRefused?.(),
    /** Answers the subscription: whether everything missed will follow. */
    recover: (destination: string, recovered: boolean) =>
      subscriptions.get(destination)?.onRecovery?.({ recovered }),
  };
}
